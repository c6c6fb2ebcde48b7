//! What a person reads, and the page that says so.

use mockras::ras::{Callout, Profile};
use mockras_native::inspect::report::{Inspections, text};

use super::pe::Pe;
use super::{report, sound, without};
use mockras_testing::source::blocks;
use mockras_testing::source::{read, root};

fn snapshot(name: &str, inspections: &Inspections) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/inspect"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let shown = format!("{}{}\n", text::render(inspections), inspections.result_line());
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

fn of(name: &str, pe: &Pe) -> Inspections {
    report(&[(name, pe.build())], None)
}

/// The file that `docs/reference/inspect.md` shows.
fn shown() -> Inspections {
    let pe = without(Callout::TerminateDll)
        .x86()
        .export("_MprAdminTerminateDll@0")
        .import("mprapi.dll", &["MprAdminPortEnum"])
        .import("KERNEL32.dll", &["Sleep", "GetLastError"]);
    report(&[("gate.dll", pe.build())], Some(Profile::Server2003))
}

#[test]
fn sound_file_reads_well() {
    let pe = sound()
        .export("MprAdminGetIpAddressForUser")
        .export("MprAdminReleaseIpAddress")
        .export("gate_version")
        .import("KERNEL32.dll", &["Sleep"]);
    snapshot("sound", &of("gate.dll", &pe));
}

#[test]
fn decorated_file_reads_well() {
    let names = ["_MprAdminInitializeDll@0", "_MprAdminTerminateDll@0", "_MprAdminAcceptNewLink@12"];
    snapshot("decorated", &of("gate.dll", &names.iter().fold(Pe::new().x86(), |pe, name| pe.export(name))));
}

#[test]
fn mangled_file_reads_well() {
    let names = ["?MprAdminTerminateDll@@YAKXZ", "_Z21MprAdminAcceptNewLinkPvS_"];
    let pe = names.iter().fold(without(Callout::TerminateDll), |pe, name| pe.export(name));
    snapshot("mangled", &of("gate.dll", &pe));
}

#[test]
fn half_pair_reads_well() {
    let pe = without(Callout::ConnectionHangupNotification2).export("MprAdminConnectionHangupNotification3");
    snapshot("crossed-pair", &of("gate.dll", &pe));
}

#[test]
fn legacy_file_reads_well() {
    let words =
        ["AcceptNewConnection", "ConnectionHangupNotification", "GetIpAddressForUser", "ReleaseIpAddress"];
    let pe =
        words.iter().fold(Pe::new().x86().protections(0), |pe, word| pe.export(&format!("RasAdmin{word}")));
    snapshot("legacy", &of("gate.dll", &pe));
}

#[test]
fn forwarding_file_reads_well() {
    let pe = Pe::new()
        .export("MprAdminInitializeDllEx")
        .forward("MprAdminTerminateDll", "other.Terminate")
        .nameless()
        .import("VCRUNTIME140D.dll", &["memcpy"])
        .import("mprapi.dll", &["MprAdminServerConnect", "MprAdminPortEnum"]);
    snapshot("forwarding", &of("caf\u{e9}/gate.dll", &pe));
}

#[test]
fn other_files_read_well() {
    let files = [
        ("gate.exe", sound().program().build()),
        ("gate.lib", b"!<arch>\n".to_vec()),
        ("libgate.so", super::elf::elf(&["MprAdminTerminateDll"], &["malloc"], &["libc.so.6"])),
        ("libgate.dylib", super::macho::universal_sample()),
    ];
    snapshot("others", &report(&files, Some(Profile::Server2012)));
}

/// The forms that this build has, as `docs/reference/inspect.md` marks them.
fn forms() -> Vec<(&'static str, String)> {
    vec![("text", text::render(&shown())), ("json", mockras_native::inspect::report::json::render(&shown()))]
}

/// What should stand under `<!-- inspect: FORM -->` and does not.
fn stale(page: &str) -> Vec<(&'static str, String)> {
    let blocks = blocks(page);
    let is_stale = |form: &str, made: &str| {
        let marker = format!("<!-- inspect: {form} -->");
        blocks.iter().find(|(above, ..)| *above == marker).is_none_or(|(.., text)| text != made)
    };
    forms().into_iter().filter(|(form, made)| is_stale(form, made)).collect()
}

#[test]
fn inspect_page_shows_what_is_rendered() {
    let page = read("docs/reference/inspect.md");
    if let Some((form, made)) = stale(&page).first() {
        panic!("docs/reference/inspect.md should show as {form}:\n{made}");
    }
    assert!(page.contains(&format!("`{}`", shown().result_line())));
    assert_eq!(stale(&page.replace("gate.dll", "other.dll")).len(), forms().len());
}

#[test]
fn inspect_page_names_every_row_that_files_are_judged_by() {
    let page = read("docs/reference/inspect.md");
    let inspected = mockras::check::rows()
        .chain(mockras::check::own_rows())
        .filter(|row| row.home == mockras::check::Home::Inspect);
    let silent: Vec<&str> = inspected.map(|row| row.id).filter(|id| !page.contains(id)).collect();
    assert_eq!(silent, Vec::<&str>::new());
}
