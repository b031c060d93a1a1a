import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** One neutral scale; colours that mean something are tokens in tokens.css and never a component's default. */
const ink: MantineColorsTuple = [
  "#f6f8f7",
  "#eef2f0",
  "#d3dcd9",
  "#b3c2bd",
  "#9fb0ac",
  "#5f716d",
  "#3d4d49",
  "#2a3835",
  "#1b2624",
  "#0d1413",
];

const fonts =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK JP", "Noto Sans JP", "Noto Sans KR", system-ui, sans-serif';

export const theme = createTheme({
  colors: {
    ink,
    dark: [
      "#d9e3e0",
      "#9fb0ac",
      "#8a9b97",
      "#5f716d",
      "#2a3835",
      "#1f2b29",
      "#1b2624",
      "#141d1b",
      "#0d1413",
      "#080c0b",
    ],
  },
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 1 },
  fontFamily: fonts,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace',
  headings: { fontFamily: fonts, fontWeight: "600" },
  defaultRadius: 10,
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "md", variant: "filled" } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    NumberInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    Switch: { defaultProps: { size: "lg" } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.6 } } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.6 } } },
  },
});
