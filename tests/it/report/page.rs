//! The page of rules: a table for each family, a block for each row, and an introduction that explains their words.

use std::collections::BTreeSet;

use mockras::check::{own_rows, rows};
use mockras::report::rules_page;

#[test]
fn page_has_a_titled_table_for_each_family() {
    let page = rules_page();
    let families: BTreeSet<&str> =
        rows().filter_map(|row| row.id.rsplit_once('-')).map(|(family, _)| family).collect();
    for family in &families {
        let (_, title) = page.split_once(&format!("\n## {family}: ")).expect(family);
        let (title, table) = title.split_once("\n\n").expect("a table follows");
        assert!(title != *family && table.starts_with("| id |"), "{family}: {title}");
    }
    assert_eq!(page.matches("\n## ").count(), families.len() + 1, "mockras' own rows come last");
    assert_eq!(page.matches("\n|---|").count(), families.len() + 1);
}

#[test]
fn page_has_a_line_and_a_block_for_each_row() {
    let page = rules_page();
    for row in rows().chain(own_rows()) {
        let line = format!("\n| [{0}](#{1}) | {2} | ", row.id, row.id.to_lowercase(), row.name);
        assert_eq!(page.matches(&line).count(), 1, "{}", row.id);
        assert_eq!(page.matches(&format!("\n### {}\n\n", row.id)).count(), 1, "{}", row.id);
        assert!(page.contains(&format!("\n- **{}**: ", row.strength)), "{}", row.strength);
    }
    assert!(page.ends_with('\n') && page.is_ascii());
}

#[test]
fn cells_of_tables_are_short_and_their_homes_explained() {
    let page = rules_page();
    for line in page.lines().filter(|line| line.starts_with("| [")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert!(cells.len() == 6 && cells.iter().all(|cell| cell.len() <= 120), "{line}");
        assert!(page.contains(&format!("\n- **{}**: ", cells[4])), "{line}");
    }
}

#[test]
fn page_leads_to_every_source_once() {
    let page = rules_page();
    for source in rows().flat_map(|row| row.pages.iter().take(3)) {
        assert_eq!(page.matches(&format!("\n[{}]: {}\n", source.title, source.url)).count(), 1);
        assert!(!source.title.contains(['[', ']', '|']), "{}", source.title);
    }
}

#[test]
fn rows_name_three_sources_and_count_the_rest() {
    let page = rules_page();
    for row in rows().chain(own_rows()) {
        let (_, block) = page.split_once(&format!("\n### {}\n", row.id)).expect("its block");
        let (block, _) = block.split_once("\n\n#").unwrap_or((block, ""));
        let (_, sources) = block.split_once("\n- source: ").expect("its sources");
        let named = sources.lines().next().unwrap_or_default();
        let rest = row.pages.len().saturating_sub(3);
        assert_eq!(named.matches('[').count(), row.pages.len() - rest, "{}: {named}", row.id);
        assert_eq!(named.ends_with(&format!(" and {rest} more")), rest > 0, "{}: {named}", row.id);
    }
}
