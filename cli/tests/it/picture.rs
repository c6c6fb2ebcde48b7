//! Pictures of runs: `mockras run --format svg`.

use roxmltree::Document;

use super::Folder;

/// The picture that the command draws of a scenario.
fn picture(folder: &Folder, arguments: &[&str]) -> String {
    folder.run(&[&["run"], arguments, &["--format", "svg=run.svg"]].concat());
    std::fs::read_to_string(folder.path("run.svg")).expect("a picture")
}

/// The texts of a class.
fn texts<'a>(picture: &'a Document<'_>, class: &str) -> Vec<&'a str> {
    let of_class = |node: &roxmltree::Node<'_, '_>| node.attribute("class") == Some(class);
    picture.descendants().filter(of_class).filter_map(|node| node.text()).collect()
}

#[test]
fn picture_has_a_lane_for_everybody_and_a_row_for_each_line() {
    let folder = Folder::with(super::TWO_LINKS);
    let text = picture(&folder, &["a.toml"]);
    let drawn = Document::parse(&text).expect("well-formed XML");
    let root = drawn.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    // The names stand above the lanes and below them.
    let lanes = ["world", "service", "accept-all", "accept-all"];
    assert_eq!(texts(&drawn, "name"), [lanes, lanes].concat());
    let rows = drawn
        .descendants()
        .filter(|node| node.attribute("class").is_some_and(|class| class.starts_with("row")));
    let lines = folder.run(&["run", "a.toml"]).out.split_once("\n\n").expect("a header").1.lines().count();
    assert_eq!(rows.count(), lines);
    assert!(texts(&drawn, "label").contains(&"1. alice dials in on VPN2-0: domain CORP"));
    assert_eq!(texts(&drawn, "time"), ["0.000 s", "90.000 s"]);
    assert!(texts(&drawn, "mark").is_empty());
}

#[test]
fn refusals_and_calls_that_do_not_return_look_different() {
    let folder = Folder::with(super::DIAL);
    let text = picture(&folder, &["a.toml", "--dll", "stock:refuse-user,users=[\"alice\"]"]);
    let drawn = Document::parse(&text).expect("well-formed XML");
    assert!(texts(&drawn, "answer no").contains(&"FALSE"));
    assert!(texts(&drawn, "label").contains(&"c1 is refused: vote"), "{:?}", texts(&drawn, "label"));
    let text = picture(&folder, &["a.toml", "--fault", "panic"]);
    let drawn = Document::parse(&text).expect("well-formed XML");
    assert!(texts(&drawn, "answer never").iter().any(|what| what.starts_with("panic")));
    assert!(texts(&drawn, "mark").iter().any(|mark| mark.contains("RUN-01")));
}

#[test]
fn hostile_names_stay_texts() {
    let folder = Folder::with(
        "steps = [{ dial = { port = \"VPN2-0\", user = \"</text><script>alert(1)</script>\\u0000\\u202e\\uffff\" } }]\n",
    );
    let text = picture(&folder, &["a.toml"]);
    let drawn = Document::parse(&text).expect("well-formed XML");
    assert!(drawn.descendants().all(|node| node.tag_name().name() != "script"));
    let is_named = |text: &&str| text.contains("</text><script>alert(1)</script>");
    assert!(texts(&drawn, "label").iter().any(is_named), "{text}");
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn long_run_is_drawn_around_what_is_wrong() {
    let steps = "{ dial = { port = \"VPN2-0\", user = \"alice\" } }, { hang-up = { port = \"VPN2-0\" } },\n"
        .repeat(150);
    let folder = Folder::with(format!("steps = [{steps}]\n"));
    let text = picture(&folder, &["a.toml"]);
    let drawn = Document::parse(&text).expect("well-formed XML");
    let gaps = texts(&drawn, "gap");
    assert!(gaps.len() == 1 && gaps[0].ends_with(" lines after are left out"), "{gaps:?}");
}

#[test]
fn picture_of_the_readme_is_what_the_command_draws() {
    let folder = mockras_testing::source::root();
    let name = "docs/pictures/double-lease";
    let kept = std::fs::read_to_string(folder.join(format!("{name}.svg"))).expect("the picture is there");
    let scenario =
        std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("the scenario is there");
    let drawn = picture(
        &Folder::new().file("double-lease.toml", scenario),
        &["double-lease.toml", "--fault", "double-lease"],
    );
    assert_eq!(
        drawn, kept,
        "mockras run double-lease.toml --fault double-lease --format svg=double-lease.svg, in docs/pictures"
    );
    assert!(drawn.contains("✗ IP4-19: 10.8.0.10, which alice has"));
}
