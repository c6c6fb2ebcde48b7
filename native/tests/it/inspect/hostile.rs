//! Files that were made to do harm: nothing that their bytes say makes mockras panic, hang, or grow.

use mockras::ras::Policy;
use mockras_native::binary::{Binary, HostProcess, why_not_loadable};
use mockras_native::inspect::report::{Inspections, text};
use proptest::prelude::*;

use super::pe::Pe;
use super::seeds::seeds;
use super::{inspected, sound};

/// Everything that `mockras inspect` does with a file; how many bytes its reports have.
fn survived(bytes: &[u8]) -> usize {
    let _ = why_not_loadable(bytes, HostProcess::current());
    let Ok(binary) = Binary::read(bytes) else { return 0 };
    let mut size = 0;
    let mut inspections = Inspections::new(None, Policy::default());
    inspections.add("hostile.dll".to_owned(), binary);
    let reports = [
        text::render(&inspections),
        mockras_native::inspect::report::json::render(&inspections),
        mockras_native::inspect::report::sarif::render(&inspections),
    ];
    for report in reports {
        assert!(report.is_ascii() && report.ends_with('\n'));
        size += report.len();
    }
    size
}

#[test]
fn every_beginning_of_a_file_is_survived() {
    for (name, bytes) in seeds() {
        let whole = survived(&bytes);
        assert!(whole > 0 || name == "gate.def", "{name}");
        for length in (0..bytes.len()).filter(|length| *length < 200 || length % 16 == 0) {
            survived(&bytes[..length]);
        }
    }
}

/// What is read is all that depends on these bytes, so nothing is rendered.
#[test]
fn every_word_may_be_anything() {
    for (_, bytes) in seeds() {
        for at in (0..bytes.len().saturating_sub(4)).step_by(4) {
            for value in [0, 0x7fff_ffff, u32::MAX] {
                let mut changed = bytes.clone();
                changed[at..at + 4].copy_from_slice(&value.to_le_bytes());
                let _ = Binary::read(&changed);
            }
        }
    }
}

proptest! {
    // 256 of each, or as many as `PROPTEST_CASES` says.
    #[test]
    fn mutated_files_are_survived(
        which in 0..seeds().len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..24),
        length in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let mut bytes = seeds().swap_remove(which).1;
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(length.index(bytes.len()));
        }
        survived(&bytes);
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        survived(&bytes);
    }

    #[test]
    fn any_names_are_survived(names in prop::collection::vec("[^\\x00]{0,40}", 0..8)) {
        let pe = names.iter().fold(sound(), |pe, name| pe.export(name).forward("MprAdminTerminateDll", name));
        prop_assert!(survived(&pe.build()) > 0);
    }
}

#[test]
fn findings_have_a_bound() {
    let many = (0..2000).fold(sound(), |pe, at| pe.export(&format!("_MprAdminAcceptNewLink@{at}")));
    let inspection = inspected(&many);
    assert!(inspection.findings.len() < 120, "{}", inspection.findings.len());
    let last = inspection.findings.iter().find(|finding| finding.observed.starts_with("1950 more names"));
    assert!(last.is_some(), "the rest is counted");
}

#[test]
fn names_that_lie_in_each_other_do_not_add_up() {
    // All names end at the same far NUL, so each is almost as long as the file.
    let long = "a".repeat(4000);
    let many = (0..3000).fold(Pe::new(), |pe, _| pe.export(&long));
    let binary = Binary::read(&many.build()).expect("it is well formed");
    assert!(binary.cut, "more than is read");
    let size: usize = binary.names().map(str::len).sum();
    assert!(size <= 8 * 1024 * 1024, "{size}");
}
