//! The saved cases of the corpus: each still shows what was found in it.

use mockras::campaign::{Oracle, Signature};
use mockras::check::Kind;
use mockras::generate::fault;
use mockras::pipeline::{InProcess, named};
use mockras::scenario::Case;

use crate::proof::every_rule;
use mockras_testing::source::blocks;
use mockras_testing::source::{paths_below, read, root};

/// Every saved case of the corpus, by its path.
fn cases() -> Vec<(String, Case)> {
    let paths = paths_below("corpus/cases").into_iter();
    let cases: Vec<(String, Case)> = paths
        .map(|path| {
            let case = Case::load(root().join(&path)).unwrap_or_else(|error| panic!("{error}"));
            (path, case)
        })
        .collect();
    assert!(cases.len() > 2, "the saved cases were found");
    cases
}

#[test]
fn saved_cases_show_what_was_found() {
    let oracle = Oracle::by(every_rule());
    for (path, Case { scenario, found }) in cases() {
        let signature = Signature::saved(found.signature.clone());
        let name = found.fault.as_deref().unwrap_or_else(|| panic!("{path}: stock DLLs are sound"));
        let fault = fault::named(name).unwrap_or_else(|| panic!("{path}: there is no fault `{name}`"));
        let faulty: Vec<_> = named(&scenario).into_iter().map(|dll| fault.wrap(dll)).collect();
        let outcome = oracle.shown(&scenario, &faulty[..], &signature);
        let outcome = outcome.unwrap_or_else(|| panic!("{path} does not show {signature}"));
        let problem = outcome.problems.iter().find(|problem| problem.signature == signature);
        let text = &problem.expect("it was just found").text;
        let (kind, rest) = text.split_once(": ").expect("a kind comes first");
        assert!(Kind::ALL.iter().any(|known| known.word() == kind), "{path}: {text}");
        assert!(rest.starts_with(found.signature.split(' ').next().unwrap_or("?")), "{path}: {text}");
        assert!(!oracle.shows(&scenario, &InProcess, &signature), "{path}: it shows without {name}");
    }
}

#[test]
fn saved_cases_read_back_as_they_are() {
    for (path, case) in cases() {
        let text = std::fs::read_to_string(root().join(&path)).expect("it can be read");
        assert_eq!(case.to_toml(), text, "{path}");
        assert_eq!(Case::parse(&text, &path), Ok(case));
    }
}

#[test]
fn page_about_cases_holds_one() {
    let page = read("docs/reference/case-files.md");
    let (_, _, text) =
        blocks(&page).into_iter().find(|(_, language, _)| language == "toml").expect("an example");
    let case = Case::parse(&text, "docs/reference/case-files.md").unwrap_or_else(|error| panic!("{error}"));
    // Every key has its line in the table.
    let missing: Vec<&str> = text
        .lines()
        .skip_while(|line| *line != "[case]")
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .filter(|key| !page.contains(&format!("`{key}`")))
        .collect();
    assert_eq!((missing, case.found.fault.as_deref()), (Vec::new(), Some("double-lease")));
}
