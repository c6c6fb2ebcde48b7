//! Which options a stock DLL or a file takes, and which values of them.

use std::net::Ipv4Addr;

use mockras::ras::{Callout, Quarantine, Series};
use mockras::scenario::{AfterCall, Dll, Guard, Scenario, Script, Stock};

/// The options of stock DLLs, but for those of files.
const OPTIONS: [&str; 10] =
    ["name", "series", "table", "addresses", "users", "links", "first", "size", "states", "script"];

#[test]
fn defaults_pass_unless_something_is_required() {
    for &stock in Stock::ALL {
        let expected = match stock {
            Stock::RefuseUser => Err("`refuse-user` needs `users`, at least one".to_owned()),
            _ => Ok(()),
        };
        assert_eq!(Dll::stock(stock).check(), expected, "{stock}");
    }
}

#[test]
fn options_taken_are_those_that_pass() {
    for &stock in Stock::ALL {
        let full = full(stock);
        for option in OPTIONS {
            let mut one = full.clone();
            OPTIONS.into_iter().filter(|&other| other != option).for_each(|other| take_away(&mut one, other));
            let found = one.check();
            if stock.options().contains(&option) {
                let needs_more = stock == Stock::RefuseUser && option != "users";
                assert_eq!(found.is_ok(), !needs_more, "{stock} {option}: {found:?}");
            } else {
                let start = format!("`{stock}` does not take `{option}`; it takes name, ");
                assert!(found.is_err_and(|message| message.starts_with(&start)), "{stock} {option}");
            }
        }
    }
}

#[test]
fn options_without_meaning_are_refused() {
    let pool = || Dll::stock(Stock::AddressPool);
    let scripted = |script| Dll { script: Some(script), ..Dll::stock(Stock::Scripted) };
    let wrong = [
        (Dll { users: Some(Vec::new()), ..Dll::stock(Stock::RefuseUser) }, "needs `users`"),
        (Dll { series: Some(Vec::new()), ..Dll::stock(Stock::Silent) }, "at least one series"),
        (Dll { states: Some(Vec::new()), ..Dll::stock(Stock::QuarantineGate) }, "at least one state"),
        (Dll { links: Some(0), ..Dll::stock(Stock::LinkLimit) }, "`links` of at least 1"),
        (Dll { size: Some(0), ..pool() }, "found 0 from 10.8.0.10 on"),
        (Dll { first: Some(Ipv4Addr::UNSPECIFIED), ..pool() }, "found 16 from 0.0.0.0 on"),
        (Dll { first: Some(Ipv4Addr::new(255, 255, 255, 241)), ..pool() }, "found 16 from 255.255.255.241"),
        (scripted(Script { revision: Some(256), ..Script::default() }), "found 256"),
        (
            scripted(Script { slots: Some(vec![Callout::AcceptNewConnection]), ..Script::default() }),
            "found `AcceptNewConnection`",
        ),
        (scripted(Script { watch: vec!["A.b\nc".to_owned()], ..Script::default() }), r"`A.b\nc`"),
        (scripted(Script { watch: vec!["timer".to_owned()], ..Script::default() }), "found `timer`"),
    ];
    for (dll, expected) in wrong {
        let message = dll.check().expect_err(expected);
        assert!(message.contains(expected), "{message}");
    }
    let last = Dll { first: Some(Ipv4Addr::new(255, 255, 255, 240)), ..pool() };
    assert_eq!(last.check(), Ok(()));
    assert_eq!(Dll { links: Some(0), ..Dll::stock(Stock::Scripted) }.check(), Ok(()));
}

#[test]
fn file_with_a_wrong_option_says_where() {
    let text = "steps = []\n[[dll]]\nstock = \"silent\"\n[[dll]]\nstock = \"refuse-user\"\n";
    let error = Scenario::parse(text, "gate.toml").expect_err("no users").to_string();
    assert_eq!(error, "gate.toml:4:1: dll[1]: `refuse-user` needs `users`, at least one");
}

#[test]
fn file_takes_its_own_options_only() {
    let gate = || Dll::file("gate.dll");
    for (dll, expected) in [
        (
            Dll { table: Some(true), ..gate() },
            "`path` does not take `table`; it takes name, guard, after-call",
        ),
        (Dll { guard: Some(Guard::Off), ..Dll::stock(Stock::Silent) }, "`silent` does not take `guard`"),
        (Dll { stock: Some(Stock::Silent), ..gate() }, "expected `stock` or `path`, found both"),
        (Dll::default(), "expected `stock` or `path`, found neither"),
        (Dll::file(""), "expected the `path` of a DLL, found an empty one"),
    ] {
        let message = dll.check().expect_err(expected);
        assert!(message.starts_with(expected), "{message}");
    }
    let full = Dll { guard: Some(Guard::Start), after_call: Some(AfterCall::Unmap), ..gate() };
    assert_eq!(full.check(), Ok(()));
}

#[test]
fn name_that_breaks_a_line_is_refused() {
    for name in ["", "a b", "a\n", "a=b", "a\"", "it's", "a`", "\u{202e}a"] {
        let dll = Dll { name: Some(name.to_owned()), ..Dll::stock(Stock::AcceptAll) };
        assert!(dll.check().is_err(), "{name:?}");
    }
    assert_eq!(Dll { name: Some("gäte-2".to_owned()), ..Dll::stock(Stock::AcceptAll) }.check(), Ok(()));
}

fn full(stock: Stock) -> Dll {
    Dll {
        stock: Some(stock),
        path: None,
        guard: None,
        after_call: None,
        name: Some("gate".to_owned()),
        series: Some(vec![Series::Ex]),
        table: Some(true),
        addresses: Some(true),
        users: Some(vec!["bob".into()]),
        links: Some(2),
        first: Some(Ipv4Addr::LOCALHOST),
        size: Some(2),
        states: Some(vec![Quarantine::NORMAL]),
        script: Some(Script::default()),
    }
}

fn take_away(dll: &mut Dll, option: &str) {
    match option {
        "name" => dll.name = None,
        "series" => dll.series = None,
        "table" => dll.table = None,
        "addresses" => dll.addresses = None,
        "users" => dll.users = None,
        "links" => dll.links = None,
        "first" => dll.first = None,
        "size" => dll.size = None,
        "states" => dll.states = None,
        _ => dll.script = None,
    }
}
