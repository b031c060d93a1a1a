import type { Language } from "@sakiyomi/core";

interface TrustWords {
  readonly title: string;
  readonly why: string;
  readonly get: string;
  readonly compare: string;
  readonly steps: readonly (readonly [string, readonly string[]])[];
}

/** Checked against the makers' help pages of 2025; menus move between versions. */
const words: Readonly<Record<Language, TrustWords>> = {
  en: {
    title: "Trust this house",
    why: "This server has its own certificate. Without it a tablet has no passkey, no camera, no Bluetooth and no offline use.",
    get: "Download the certificate",
    compare: "Before you trust it, compare its SHA-256 fingerprint with the one on the server's own screen:",
    steps: [
      [
        "iPad, iPhone",
        [
          "Download it with Safari and allow the profile.",
          "Settings → General → VPN & Device Management → install the profile.",
          "Settings → General → About → Certificate Trust Settings → switch it on.",
        ],
      ],
      [
        "Android",
        [
          "Download it.",
          "Settings → Security → Encryption & credentials → Install a certificate → CA certificate.",
          "Choose the file.",
        ],
      ],
      [
        "Windows",
        [
          "Download and open it.",
          "Install Certificate → Local Machine → Place in: Trusted Root Certification Authorities.",
        ],
      ],
      [
        "ChromeOS",
        [
          "Settings → Privacy and security → Security → Manage certificates → Authorities → Import.",
          "Tick: trust for identifying websites.",
        ],
      ],
      ["macOS", ["Open it with Keychain Access, keychain System.", "Double-click it → Trust → Always Trust."]],
    ],
  },
  ja: {
    title: "このサーバーを信頼する",
    why: "このサーバーは施設専用の証明書を使います。信頼しないと、パスキー、カメラ、Bluetooth、オフライン表示が使えません。",
    get: "証明書をダウンロード",
    compare: "信頼する前に、SHA-256フィンガープリントがサーバーの画面に表示されたものと同じか確かめてください。",
    steps: [
      [
        "iPad・iPhone",
        [
          "Safariでダウンロードし、プロファイルを許可します。",
          "設定 → 一般 → VPNとデバイス管理 → プロファイルをインストールします。",
          "設定 → 一般 → 情報 → 証明書信頼設定 → オンにします。",
        ],
      ],
      [
        "Android",
        [
          "ダウンロードします。",
          "設定 → セキュリティ → 暗号化と認証情報 → 証明書のインストール → CA証明書。",
          "ファイルを選びます。",
        ],
      ],
      [
        "Windows",
        [
          "ダウンロードして開きます。",
          "証明書のインストール → ローカル コンピューター → 信頼されたルート証明機関に配置します。",
        ],
      ],
      [
        "ChromeOS",
        [
          "設定 → プライバシーとセキュリティ → セキュリティ → 証明書の管理 → 認証局 → インポート。",
          "「ウェブサイトの識別に信頼する」にチェックを入れます。",
        ],
      ],
      ["macOS", ["キーチェーンアクセスで開き、「システム」に追加します。", "ダブルクリック → 信頼 → 常に信頼。"]],
    ],
  },
  ko: {
    title: "이 서버 신뢰하기",
    why: "이 서버는 시설 전용 인증서를 사용합니다. 신뢰하지 않으면 패스키, 카메라, 블루투스, 오프라인 화면을 쓸 수 없습니다.",
    get: "인증서 내려받기",
    compare: "신뢰하기 전에 SHA-256 지문이 서버 화면에 표시된 것과 같은지 확인하세요.",
    steps: [
      [
        "iPad·iPhone",
        [
          "Safari로 내려받고 프로파일을 허용합니다.",
          "설정 → 일반 → VPN 및 기기 관리 → 프로파일을 설치합니다.",
          "설정 → 일반 → 정보 → 인증서 신뢰 설정 → 켭니다.",
        ],
      ],
      [
        "Android",
        ["내려받습니다.", "설정 → 보안 → 암호화 및 사용자 인증 정보 → 인증서 설치 → CA 인증서.", "파일을 선택합니다."],
      ],
      ["Windows", ["내려받아 엽니다.", "인증서 설치 → 로컬 컴퓨터 → 신뢰할 수 있는 루트 인증 기관에 저장합니다."]],
      [
        "ChromeOS",
        [
          "설정 → 개인 정보 보호 및 보안 → 보안 → 인증서 관리 → 인증 기관 → 가져오기.",
          "웹사이트 식별에 신뢰함을 선택합니다.",
        ],
      ],
      ["macOS", ["키체인 접근으로 열어 시스템 키체인에 넣습니다.", "두 번 클릭 → 신뢰 → 항상 신뢰."]],
    ],
  },
};

const languageOf = (accepted: string): Language => {
  const first = accepted.slice(0, 2).toLowerCase();
  return first === "ja" || first === "ko" ? first : "en";
};

/** A page without a script: it is read before anything is trusted. */
export function trustPage(accepted: string, fingerprint: string): Response {
  const language = languageOf(accepted);
  const { title, why, get, compare, steps } = words[language];
  const lists = steps.map(
    ([device, lines]) => `<h2>${device}</h2><ol>${lines.map((line) => `<li>${line}</li>`).join("")}</ol>`,
  );
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:16px/1.6 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem}code{overflow-wrap:anywhere}a{display:inline-block;padding:.7rem 0}</style>
<h1>${title}</h1><p>${why}</p><p><a href="/trust/authority.crt">${get}</a></p><p>${compare}<br><code>${fingerprint}</code></p>${lists.join("")}</html>`;
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" } });
}
