export { openSql, type ParquetExport, type Sql, type SqlResult } from "./sql.ts";
