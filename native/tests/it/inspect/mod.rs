//! `mockras inspect` from the inside: files of DLLs that were made for it, each with one thing to find.

mod elf;
mod hostile;
mod judged;
mod literals;
mod loadable;
mod macho;
mod near;
mod origin;
mod pe;
mod rendered;
mod seeds;
mod shown;
mod strangers;
mod taken;

use mockras::ras::{Callout, Policy, Profile};
use mockras_native::binary::Binary;
use mockras_native::inspect::report::Inspections;
use mockras_native::inspect::{FileFinding, Inspection, Severity, inspect};

use pe::Pe;

/// The entry points that every list demands, with series 2 for connections.
const REQUIRED: [Callout; 7] = [
    Callout::InitializeDll,
    Callout::TerminateDll,
    Callout::AcceptNewConnection2,
    Callout::ConnectionHangupNotification2,
    Callout::AcceptReauthentication,
    Callout::AcceptNewLink,
    Callout::LinkHangupNotification,
];

/// A DLL for 64-bit Windows with nothing to find.
fn sound() -> Pe {
    REQUIRED.iter().fold(Pe::new(), |pe, callout| pe.export(&callout.export()))
}

/// The same without one entry point.
fn without(missing: Callout) -> Pe {
    let rest = REQUIRED.iter().filter(|callout| **callout != missing);
    rest.fold(Pe::new(), |pe, callout| pe.export(&callout.export()))
}

fn read(bytes: &[u8]) -> Binary {
    Binary::read(bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn inspected(pe: &Pe) -> Inspection {
    inspected_for(pe, Profile::default(), "")
}

/// Judged for a version, under readings such as `vote=ask_all`.
fn inspected_for(pe: &Pe, profile: Profile, readings: &str) -> Inspection {
    let mut policy = Policy::default();
    for reading in readings.split_whitespace() {
        let (field, reading) = reading.split_once('=').expect("KEY=VALUE");
        policy.set(field, reading).expect("there is such a reading");
    }
    inspect(read(&pe.build()), profile, policy)
}

/// Its findings, as `error LOAD-18`, in their order.
fn told(inspection: &Inspection) -> Vec<String> {
    inspection.findings.iter().map(|finding| format!("{} {}", finding.severity, finding.row)).collect()
}

/// The one finding of this row.
fn finding<'a>(inspection: &'a Inspection, row: &str) -> &'a FileFinding {
    let found: Vec<&FileFinding> = inspection.findings.iter().filter(|finding| finding.row == row).collect();
    assert_eq!(found.len(), 1, "{row}: {:#?}", inspection.findings);
    found[0]
}

/// A report of these files.
fn report(files: &[(&str, Vec<u8>)], profile: Option<Profile>) -> Inspections {
    let mut inspections = Inspections::new(profile, Policy::default());
    for (name, bytes) in files {
        inspections.add((*name).to_owned(), read(bytes));
    }
    inspections
}

#[test]
fn sound_dll_has_no_findings() {
    let inspection = inspected(&sound());
    assert_eq!(told(&inspection), Vec::<String>::new());
    assert_eq!(inspection.count(Severity::Error), 0);
    let inspections = report(&[("gate.dll", sound().build())], None);
    assert!(inspections.is_clean());
    assert_eq!(inspections.result_line(), "RESULT: PASS");
}

#[test]
fn errors_alone_fail_a_report() {
    let warned = [("a.dll", sound().protections(0).build())];
    let report_of_warnings = report(&warned, None);
    assert_eq!(report_of_warnings.result_line(), "RESULT: PASS (2 warnings, 1 note)");
    let failed = [("a.dll", without(Callout::AcceptNewLink).build()), ("b.dll", sound().build())];
    let mut report_of_errors = report(&failed, None);
    assert_eq!(report_of_errors.result_line(), "RESULT: FAIL (1 error)");
    report_of_errors.unreadable.push(("c.dll".to_owned(), "cannot be read".to_owned()));
    assert_eq!(report_of_errors.result_line(), "RESULT: FAIL (1 file cannot be read, 1 error)");
}
