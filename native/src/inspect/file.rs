//! The file as such: its kind, its protections, the libraries it needs.

use super::Subject;
use super::finding::{FileFinding, Severity};
use crate::binary::{FileFormat, Kind};

pub(super) fn kind(subject: &Subject<'_>) -> Vec<FileFinding> {
    let binary = subject.binary;
    let expected = "a shared library";
    if binary.kind != Kind::SharedLibrary {
        let cure = match binary.kind {
            Kind::Program => "build it as a library: -shared, or /DLL for Microsoft's linker",
            Kind::Object => "link it: -shared, or /DLL for Microsoft's linker",
            Kind::StaticLibrary => "inspect the .dll or .so that belongs to it, or link its objects into one",
            Kind::SharedLibrary | Kind::Other => "inspect the .dll or .so itself",
        };
        let observed = format!("{}: {}", binary.kind, binary.format);
        return vec![FileFinding::new("FILE-01", Severity::Error, observed, expected).cure(cure)];
    }
    let is_native = !binary.managed || binary.callouts().iter().next().is_some();
    if is_native {
        return Vec::new();
    }
    let finding = FileFinding::new(
        "FILE-01",
        Severity::Error,
        "an assembly for .NET that exports no entry point",
        "a library with native exports",
    );
    vec![finding.cure("write the exported functions in C, C++ or Rust, and call managed code from there")]
}

pub(super) fn debug_runtime(subject: &Subject<'_>) -> Vec<FileFinding> {
    let debug = subject.binary.libraries.iter().filter(|library| is_debug_runtime(library));
    let finding = |library: &String| {
        let observed = format!("it needs {library}, which only comes with a compiler");
        FileFinding::new("FILE-02", Severity::Warning, observed, "the runtime library of a release build")
            .symbol(library)
            .cure("build it with /MD or /MT, not /MDd or /MTd")
    };
    debug.map(finding).collect()
}

/// Whether a DLL is the debug version of a runtime library of Microsoft's compiler: `ucrtbased.dll`,
/// `vcruntime140_1d.dll`, `mfc140ud.dll`.
fn is_debug_runtime(library: &str) -> bool {
    let name = library.to_ascii_lowercase();
    let Some(name) = name.strip_suffix(".dll") else { return false };
    if ["msvcrtd", "ucrtbased"].contains(&name) {
        return true;
    }
    let families = ["msvcr", "msvcp", "vcruntime", "vccorlib", "concrt", "mfc", "atl"];
    let Some(rest) = families.iter().find_map(|family| name.strip_prefix(family)) else { return false };
    let version = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    version.len() < rest.len() && version.strip_prefix('u').unwrap_or(version).starts_with('d')
}

pub(super) fn protections(subject: &Subject<'_>) -> Vec<FileFinding> {
    let Some(protections) = subject.binary.protections else { return Vec::new() };
    let mut findings = Vec::new();
    if !protections.any_address {
        let observed = "it has to be loaded at one address (no ASLR)";
        findings.push(
            FileFinding::new(
                "FILE-03",
                Severity::Warning,
                observed,
                "DYNAMIC_BASE in its DllCharacteristics",
            )
            .cure("link it with /DYNAMICBASE, or -Wl,--dynamicbase (MinGW)"),
        );
    } else if subject.binary.format == FileFormat::Pe64 && !protections.high_entropy {
        let observed = "it can be loaded below 4 GiB only (ASLR without high entropy)";
        findings.push(
            FileFinding::new(
                "FILE-03",
                Severity::Note,
                observed,
                "HIGH_ENTROPY_VA in its DllCharacteristics",
            )
            .cure("link it with /HIGHENTROPYVA, or -Wl,--high-entropy-va (MinGW)"),
        );
    }
    if !protections.no_execute {
        let observed = "its data may be executed (no DEP)";
        findings.push(
            FileFinding::new("FILE-04", Severity::Warning, observed, "NX_COMPAT in its DllCharacteristics")
                .cure("link it with /NXCOMPAT, or -Wl,--nxcompat (MinGW)"),
        );
    }
    if !protections.guarded_calls {
        let observed = "its indirect calls are not checked (no CFG)";
        findings.push(
            FileFinding::new("FILE-05", Severity::Note, observed, "GUARD_CF in its DllCharacteristics")
                .cure("compile and link it with /guard:cf, or -mguard=cf (clang)"),
        );
    }
    findings
}
