//! The examples of the pages: what they show is what happens.

use mockras::scenario::{Dll, Scenario, Script, Step, Stock};

use mockras_testing::compiler::{Product, compile, written};
use mockras_testing::source::blocks;
use mockras_testing::source::{read, root};

/// Blocks under `<!-- output: FILE -->` that are not what the scenario file prints.
fn stale_outputs(page: &str) -> Vec<String> {
    let outputs = blocks(page).into_iter().filter_map(|(above, _, text)| {
        let file = above.strip_prefix("<!-- output: ")?.strip_suffix(" -->")?.to_owned();
        Some((file, text))
    });
    let prints =
        |file: &str| mockras::run(&Scenario::load(root().join(file)).expect("a scenario"), &[]).to_text();
    outputs.filter(|(file, text)| prints(file) != *text).map(|(file, _)| file).collect()
}

#[test]
fn page_about_verdicts_shows_what_its_command_prints() {
    let page = read("docs/explanation/verdicts.md");
    assert!(page.contains("<!-- output: corpus/links/two-links.toml -->"));
    assert_eq!(stale_outputs(&page), Vec::<String>::new());
    let stale = page.replace("= TRUE", "= FALSE");
    assert_eq!(stale_outputs(&stale), ["corpus/links/two-links.toml"]);
}

#[test]
fn scenario_page_holds_scenarios_and_every_step() {
    let page = read("docs/reference/scenario.md");
    let mut verbs = Vec::new();
    let mut stocks = Vec::new();
    for (_, language, text) in blocks(&page) {
        assert_eq!(language, "toml", "{text}");
        let scenario = Scenario::parse(&text, "docs/reference/scenario.md")
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        verbs.extend(scenario.steps.iter().map(|step| step.verb()));
        stocks.extend(scenario.dlls.into_iter().map(|dll: Dll| dll.stock));
    }
    let every = [
        "start",
        "stop",
        "restart",
        "dial",
        "add-link",
        "drop-link",
        "hang-up",
        "disconnect",
        "traffic",
        "wait",
        "quarantine",
        "endpoint",
        "pre-authenticate",
    ];
    let missing: Vec<_> = every.iter().filter(|verb| !verbs.contains(verb)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "steps without an example");
    assert!(stocks.contains(&Some(Stock::Scripted)) && page.contains(Step::Stop.verb()));
}

#[test]
fn scenario_page_names_every_key_of_a_script() {
    let page = read("docs/reference/scenario.md");
    // The names that serde knows: it lists them when it meets one that it does not.
    let error = toml::from_str::<Script>("no-such-key = 1").expect_err("there is no such key").to_string();
    let keys: Vec<_> = error.split('`').skip(3).step_by(2).collect();
    assert!(keys.len() > 15 && keys.contains(&"true-is"), "{error}");
    let silent: Vec<_> = keys.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert_eq!(silent, Vec::<&&str>::new(), "keys that the page does not explain");
}

#[test]
fn pages_hold_dlls_that_compile() {
    for (page, count) in [("docs/how-to/c-dll.md", 2), ("docs/tutorial/first-c-dll.md", 1)] {
        let examples = blocks(&read(page)).into_iter().filter(|(_, language, _)| language == "c");
        let examples: Vec<String> = examples.map(|(_, _, text)| text).collect();
        assert_eq!(examples.len(), count, "{page}");
        for text in examples {
            for file in ["example.c", "example.cpp"] {
                compile(&written(file, &text), Product::Library, &[]);
            }
        }
    }
}

/// The numbers of `CHOICE n` and `CHOICES n to m` in a text.
fn choices_marked(text: &str) -> std::collections::BTreeSet<u32> {
    let number =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
    text.split("CHOICE ").skip(1).filter_map(number).collect()
}

#[test]
fn choices_page_lists_what_the_code_marks() {
    let page = read("docs/reference/policies.md");
    let row = |line: &str| line.strip_prefix("| ")?.split(' ').next()?.parse::<u32>().ok();
    let listed: std::collections::BTreeSet<u32> = page.lines().filter_map(row).collect();
    let code: String =
        crate::tidy::sources(&["src", "tests/proof"]).into_iter().map(|file| file.text).collect();
    assert_eq!(choices_marked(&code), listed);
    assert_eq!(choices_marked("CHOICE 3: x CHOICE 12)"), [3, 12].into());
}
