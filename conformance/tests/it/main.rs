//! What others have published against what mockras says: the schema of SARIF, the header of mingw-w64, JSON Schema.

#[cfg(target_os = "linux")]
#[path = "../../../tests/it/header/compared.rs"]
mod compared;
#[cfg(target_os = "linux")]
mod layouts;
mod literals;
#[path = "../../../native/tests/it/inspect/pe.rs"]
#[allow(dead_code, reason = "files of DLLs are made for other tests as well")]
mod pe;
#[path = "../../../tests/it/report/sample.rs"]
#[allow(dead_code, reason = "the samples serve other renderers as well")]
mod sample;
mod sarif;
mod schema;
