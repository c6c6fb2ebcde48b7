//! The report to look at, read by a parser of HTML. What a browser does with it is seen by `scripts/report/try.sh`.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use scraper::{ElementRef, Html, Selector};
use sha2::{Digest, Sha256};

use super::Folder;

/// A user and a DLL that would run a script, end an attribute, turn a line around, and end a text.
const HOSTILE: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "<script>alert(1)</script>" } },
  { dial = { port = "VPN2-1", user = "\"><img src=x onerror=alert(2)>", domain = "a\u0000\u202e\u2066&amp;" } },
]
[[dll]]
stock = "scripted"
name = "</style><script>alert(3)</script>"
[dll.script]
ipv4 = "10.1.1.1"
"#;

/// A file with a name that would end an attribute and turn a line around, as far as the system takes one.
const FILE: &str = if cfg!(windows) { "b & 'c'.toml" } else { "<b> & \"c\"\u{202e}.toml" };

/// What would load something, or run it.
const LOADS: &str = "img, link, iframe, object, embed, video, audio, base, script[src], image, use, foreignObject, [onerror], \
                     [onload], [onclick], [style]";

/// The page, and its text.
struct Report {
    html: Html,
    text: String,
}

/// The page that the command writes with these arguments.
fn report(folder: &Folder, arguments: &str) -> Report {
    let mut words: Vec<&str> = arguments.split_whitespace().collect();
    words.extend(["--format", "html=report.html"]);
    let ended = folder.run(&words);
    assert!(folder.path("report.html").exists(), "{ended:?}");
    let text = std::fs::read_to_string(folder.path("report.html")).expect("the report is UTF-8");
    let html = Html::parse_document(&text);
    assert_eq!(html.errors, Vec::<std::borrow::Cow<'static, str>>::new(), "{arguments}");
    Report { html, text }
}

impl Report {
    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).expect("a selector")).collect()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|found| found.text().collect()).collect()
    }

    fn attributes(&self, selector: &str, name: &str) -> Vec<&str> {
        self.all(selector).into_iter().filter_map(|found| found.attr(name)).collect()
    }

    /// What holds for every page: it loads nothing, its links lead somewhere, ids are there once.
    fn assert_sound(&self) {
        assert_eq!(self.all(LOADS).len(), 0, "{:?}", self.all(LOADS).first().map(ElementRef::html));
        let odd = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert_eq!(self.text.find(odd), None);
        let ids = self.attributes("[id]", "id");
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "an id is there twice");
        for link in self.attributes("[href]", "href") {
            let leads = link.strip_prefix('#').map_or(link.starts_with("https://"), |id| once.contains(id));
            assert!(leads, "{link}");
        }
        let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
        let [style, script] = ["style", "script"].map(|tag| self.texts(tag));
        assert_eq!((style.len(), script.len()), (1, 1));
        let policy = self.attributes("meta[http-equiv=Content-Security-Policy]", "content");
        let expected = format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
            hash(&style[0]),
            hash(&script[0])
        );
        assert_eq!(policy, [expected]);
    }
}

#[test]
fn finding_has_its_duty_its_picture_and_its_transcript() {
    let page = report(&Folder::new(), "check --fault double-lease");
    page.assert_sound();
    assert_eq!(page.texts(".result"), ["RESULT: FAIL (1 error)"]);
    assert_eq!(page.attributes("article", "data-rule"), ["IP4-19"]);
    assert_eq!(page.attributes("article", "data-scenario"), ["fault/double-lease.toml"]);
    assert!(page.texts(".lines dd").contains(&"10.8.0.10, which alice has".to_owned()));
    let guide = "https://learn.microsoft.com/en-us/windows/win32/rras/ras-administration-dll";
    assert_eq!(page.attributes("a.page", "href"), [guide]);
    // The picture has a lane for each of two DLLs in each of two processes, and a mark at each clash.
    assert_eq!(page.all(".heads .name").len(), 6);
    let marks = page.texts("svg .wrong .mark");
    assert_eq!(marks.len(), 3);
    assert!(marks[0].contains("IP4-19: 10.8.0.10, which alice has"), "{marks:?}");
    // Each row leads to its line, and calls show what they were made with.
    let (rows, lines) = (page.all("svg a").len(), page.all(".entries > li").len());
    assert!(rows == lines && rows > 60, "{rows} rows, {lines} lines");
    assert_eq!(page.all(".entries > li.marked").len(), 3);
    assert!(page.texts(".entries li details pre").iter().any(|facts| facts.contains("user = alice\n")));
}

#[test]
fn hostile_names_are_shown_and_do_nothing() {
    let folder = Folder::with(HOSTILE).file(FILE, HOSTILE);
    let run = folder.run(&["run", "a.toml"]).out;
    // What a DLL may not be called by a scenario, a transcript may still say.
    let other = run.replace("dll 1    </style>", "dll 1    \"'</style>\\u{22}\\u{202e}\\0\"");
    assert_ne!(run, other);
    let folder = folder.file("saved.txt", other);
    for (arguments, names) in [
        ("check", &["a.toml", FILE][..]),
        ("check", &["saved.txt"]),
        ("soak --cycles 2 --save s", &["a.toml", FILE]),
        ("diff --old stock:accept-all --new stock:silent --no-corpus --cases 1", &[FILE]),
    ] {
        let words: Vec<&str> = arguments.split(' ').chain(names.iter().copied()).collect();
        folder.run(&[&words[..], &["--format", "html=report.html"]].concat());
        let text = std::fs::read_to_string(folder.path("report.html")).expect("a report");
        let page = Report { html: Html::parse_document(&text), text };
        page.assert_sound();
        assert!(!page.all("article").is_empty(), "{words:?}");
        assert_eq!(page.texts("article script, article img, article style"), Vec::<String>::new());
        let told: String = page.all("body").iter().flat_map(ElementRef::text).collect();
        assert!(told.contains("<script>alert(1)</script>"), "{words:?}: {told}");
        assert!(told.contains(r#""><img src=x onerror=alert(2)>"#), "{words:?}");
        assert!(!told.contains('\u{202e}') && !told.contains('\0'), "{words:?}");
    }
}

#[test]
fn nothing_found_is_said() {
    let page = report(&Folder::new(), "check corpus/start/accept-all.toml");
    page.assert_sound();
    assert_eq!(page.texts(".none"), ["Nothing was found."]);
    assert_eq!((page.all("article").len(), page.all("form").len()), (0, 0));
    assert!(
        page.texts("summary").iter().any(|text| text.ends_with("untested")),
        "{:?}",
        page.texts("summary")
    );
}

#[test]
fn whole_corpus_is_small_and_every_finding_has_a_picture() {
    let page = report(&Folder::new(), "check");
    page.assert_sound();
    assert!(page.text.len() <= 1_500_000, "{} bytes", page.text.len());
    let (causes, pictures) = (page.all("article").len(), page.all("svg.run:not(.heads)").len());
    assert!(causes > 30 && causes == pictures, "{causes} causes, {pictures} pictures");
    assert_eq!(page.texts(".none"), Vec::<String>::new());
}

#[test]
fn report_is_the_same_whoever_plays() {
    let folder = Folder::new();
    let [one, four] =
        ["check -j 1 --fault panic", "check -j 4 --fault panic"].map(|args| report(&folder, args).text);
    assert_eq!(one, four);
}

/// A campaign that found so many things, each at a place of its own.
fn campaign(folder: &Folder, many: usize) -> String {
    folder.run(&[
        "fuzz",
        "--fault",
        "panic",
        "--cases",
        "40",
        "--save",
        "cases",
        "--format",
        "json=one.json",
    ]);
    let text = std::fs::read_to_string(folder.path("one.json")).expect("a report");
    let mut campaign: serde_json::Value = serde_json::from_str(&text).expect("a report is JSON");
    let found =
        campaign["findings"].as_array().and_then(|all| all.first()).cloned().expect("a panic is found");
    let all = (0..many).map(|number| {
        let mut found = found.clone();
        found["signature"] = format!("RUN-01 store_user (gate.c:{number})").into();
        found
    });
    campaign["findings"] = all.collect();
    campaign.to_string()
}

#[test]
fn five_thousand_findings_are_told_and_some_are_drawn() {
    let folder = Folder::new();
    let many = campaign(&folder, 5000);
    let folder = folder.file("many.json", many);
    let page = report(&folder, "merge many.json");
    page.assert_sound();
    assert_eq!(page.all("article").len(), 5000);
    assert!(page.text.len() < 8_000_000, "{} bytes", page.text.len());
    let drawn = page.all("svg.run:not(.heads)").len();
    assert!((20..2000).contains(&drawn), "{drawn} drawn");
    let limit = page.texts("body > .limit");
    assert_eq!(limit.len(), 1);
    assert!(limit[0].starts_with(&format!("{} of 5000 runs are not drawn", 5000 - drawn)), "{limit:?}");
}

#[test]
fn campaign_shows_the_run_that_was_made_smaller() {
    let page =
        report(&Folder::new(), "fuzz --dll stock:address-pool --fault double-lease --cases 100 --save cases");
    page.assert_sound();
    assert!(page.attributes("article", "data-rule").contains(&"IP4-19"));
    let marks = page.texts("article[data-rule=IP4-19] .wrong .mark");
    assert!(marks.iter().any(|mark| mark.contains("IP4-19: ")), "{marks:?}");
    assert!(page.texts(".text pre").iter().any(|case| case.contains("[case]")));
    let told = page.texts("article[data-rule=IP4-19] .lines code");
    assert!(told.iter().any(|command| command.starts_with("mockras replay cases/")), "{told:?}");
}

#[test]
fn soak_shows_the_cycle_that_drifts() {
    let page = report(&Folder::new(), "soak --fault loses-addresses --save cases");
    page.assert_sound();
    assert!(!page.all("article").is_empty() && !page.all("article svg .mark").is_empty());
    assert!(page.texts(".lines code").iter().any(|command| command.starts_with("mockras replay ")));
}

#[test]
fn builds_are_shown_side_by_side() {
    let page = report(
        &Folder::new(),
        "diff --old stock:accept-all --new stock:refuse-user,users=[\"alice\"] --no-corpus --cases 60 --save d",
    );
    page.assert_sound();
    let articles = page.all("article").len();
    assert!(articles > 0);
    assert_eq!(page.all("article svg.run:not(.heads)").len(), 2 * articles);
    let marks = page.texts(".mark");
    assert!(marks.iter().any(|mark| mark.contains("here the new build differs")), "{marks:?}");
}
