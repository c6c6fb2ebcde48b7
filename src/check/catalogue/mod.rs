//! Every row of the contract, one file a family.

use super::row::Row;

mod cbtable;
mod conn;
mod data;
mod endpt;
mod hangup;
mod init;
mod ip4;
mod ip6;
mod link;
mod load;
mod order;
mod preauth;
mod reauth;
mod reentry;
mod serial;
mod term;

/// What mockras demands on its own account: no page states it, because every page takes it for granted.
mod own {
    use crate::check::row::rows;

    rows! {
        "RUN-01" "callouts return"
            Dll Silent "all" [] [52]
            "A callout returns to the service: no page knows one that crashes, panics or hangs."
            => Rule;
        "FILE-01" "shared library"
            Dll Silent "all" [] []
            "The DLL is a shared library with native code, no program, object file, static library or assembly for .NET."
            => Inspect;
        "FILE-02" "no debug runtime"
            Dll Silent "all" [] []
            "The DLL needs no debug version of a compiler's runtime library, which a server does not have."
            => Inspect;
        "FILE-03" "any address"
            Dll Silent "all" [] []
            "The DLL can be loaded at any address (ASLR), for the service that loads it faces the network."
            => Inspect;
        "FILE-04" "data is not executed"
            Dll Silent "all" [] []
            "The DLL agrees that data is not executed (DEP), for the service that loads it faces the network."
            => Inspect;
        "FILE-05" "indirect calls are checked"
            Dll Silent "all" [] []
            "The DLL has its indirect calls checked (CFG), for the service that loads it faces the network."
            => Inspect;
        "FILE-06" "entry points are in the file"
            Dll Silent "all" [] []
            "The DLL has the code of its entry points itself and does not forward them to another DLL, which may be missing."
            => Inspect;
        "HOST-01" "process as it was"
            Dll Silent "all" [] []
            "A DLL leaves its process as it found it: descriptors, working directory, signal handlers, threads; and \
             it can be unloaded."
            => Rule;
        "CANARY" "canary"
            Service Silent "all" [] []
            "No run keeps this rule, so that a report which shows nothing of it has lost something."
            => Rule;
    }
}

/// The families in the order of the contract.
const FAMILIES: [&[Row]; 16] = [
    load::ROWS,
    init::ROWS,
    conn::ROWS,
    link::ROWS,
    hangup::ROWS,
    reauth::ROWS,
    ip4::ROWS,
    ip6::ROWS,
    endpt::ROWS,
    preauth::ROWS,
    term::ROWS,
    order::ROWS,
    serial::ROWS,
    reentry::ROWS,
    data::ROWS,
    cbtable::ROWS,
];

/// Every row of the contract, in its order.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    FAMILIES.into_iter().flatten()
}

/// What mockras demands on its own account, besides the contract.
pub fn own_rows() -> impl Iterator<Item = &'static Row> {
    own::ROWS.iter()
}

/// The row of that id, of the contract or mockras' own.
pub fn row(id: &str) -> Option<&'static Row> {
    rows().chain(own_rows()).find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::check::page::PAGES;
    use crate::check::{Home, Obliged, Strength};
    use crate::ras::Policy;

    #[test]
    fn catalogue_has_every_row_of_the_contract_in_order() {
        let families = [
            ("LOAD", 26),
            ("INIT", 12),
            ("CONN", 16),
            ("LINK", 15),
            ("HANGUP", 10),
            ("REAUTH", 8),
            ("IP4", 19),
            ("IP6", 12),
            ("ENDPT", 6),
            ("PREAUTH", 7),
            ("TERM", 7),
            ("ORDER", 10),
            ("SERIAL", 9),
            ("REENTRY", 15),
            ("DATA", 35),
            ("CBTABLE", 13),
        ];
        let expected =
            families.iter().flat_map(|(family, count)| (1..=*count).map(move |n| format!("{family}-{n:02}")));
        let expected: Vec<String> = expected.collect();
        assert_eq!(expected.len(), 220);
        assert_eq!(rows().map(|row| row.id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn catalogue_finds_rows_by_their_id() {
        assert_eq!(row("IP4-08").map(|row| row.name), Some("output written"));
        assert_eq!([row("IP4-20"), row("ip4-08")], [None, None]);
    }

    /// What is wrong with the words of a row.
    fn faults(row: &Row) -> Vec<&'static str> {
        let subject = match row.obliged {
            Obliged::Dll => "The DLL ",
            Obliged::Service => "The service ",
            Obliged::Setup => "Setup ",
            Obliged::Nobody => "",
        };
        let sentence = row.duty.strip_suffix('.').unwrap_or("");
        let reason = if let Home::NotHere(reason) = row.home { reason } else { "a reason" };
        let wrong = [
            (!row.duty.starts_with(subject), "the duty does not begin with whose it is"),
            (sentence.is_empty() || sentence.contains(". "), "the duty is not one sentence"),
            (row.duty.len() > 200, "the duty is long"),
            (row.duty.contains("  "), "the duty has a gap"),
            (row.name.is_empty() || row.name.split(' ').count() > 6, "the name is not a few words"),
            (reason.len() < 8 || reason.ends_with('.'), "the reason is not a clause"),
            (row.pages.is_empty() && row.strength != Strength::Silent, "no page says it"),
            (
                row.questions.iter().any(|n| !(1..=56).contains(n) || [23, 53, 55].contains(n)),
                "no such question",
            ),
        ];
        wrong.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, fault)| fault).collect()
    }

    #[test]
    fn catalogue_rows_are_worded_alike_and_lead_to_pages_and_questions() {
        for row in rows() {
            assert_eq!(faults(row), Vec::<&str>::new(), "{}", row.id);
        }
        let duty = "The service does. It does.  It";
        let bad = Row {
            duty,
            name: "",
            pages: &[],
            questions: &[23],
            home: Home::NotHere(""),
            ..*row("IP4-08").expect("it is there")
        };
        assert_eq!(faults(&bad).len(), 7);
        assert_eq!(faults(&Row { duty: "The DLL does. It does.", ..bad }).len(), 5);
    }

    #[test]
    fn catalogue_speaks_of_versions_uniformly() {
        let known = [
            "all",
            "all as written, coherent from 2008 on",
            "each entry point from its floor on",
            "each series from its floor on",
            "NT 4.0 up to SP3",
            "NT 4.0 with RRAS, 2000",
            "2000",
            "2000 and later",
            "up to 2003, x86",
            "2003 and later",
            "2008 and later",
            "2008 and later (server)",
            "2008 R2 and later",
            "2008 R2 and later (server)",
            "2012 and later",
        ];
        let used: BTreeSet<&str> = rows().map(|row| row.eras).collect();
        assert_eq!(used, known.into());
    }

    #[test]
    fn catalogue_asks_every_question_that_a_policy_answers() {
        let asked: BTreeSet<String> =
            rows().flat_map(|row| row.questions).map(|n| format!("AMB-{n:02}")).collect();
        let answered =
            Policy::FIELDS.iter().map(|field| field.question).filter(|name| name.starts_with("AMB"));
        let unasked: Vec<&str> = answered.filter(|name| !asked.contains(*name)).collect();
        assert_eq!(unasked, Vec::<&str>::new());
    }

    #[test]
    fn catalogue_leads_to_every_page_once() {
        let cited: BTreeSet<&str> = rows().flat_map(|row| row.pages).map(|page| page.url).collect();
        let (titles, urls): (BTreeSet<&str>, BTreeSet<&str>) =
            PAGES.iter().map(|page| (page.title, page.url)).unzip();
        assert_eq!((titles.len(), urls.len()), (PAGES.len(), PAGES.len()), "two pages are alike");
        assert_eq!(cited, urls, "a page is left out");
        for row in rows() {
            let own: BTreeSet<&str> = row.pages.iter().map(|page| page.url).collect();
            assert_eq!(own.len(), row.pages.len(), "{} names a page twice", row.id);
        }
        for page in PAGES {
            let name = page.url.rsplit(['-', '/']).next().unwrap_or(page.url);
            let is_reference = page.url.contains("/api/mprapi/");
            assert!(
                !is_reference || name == page.title.to_lowercase(),
                "{} is not at {}",
                page.title,
                page.url
            );
        }
    }
}
