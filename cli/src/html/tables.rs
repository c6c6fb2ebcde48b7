//! What each rule said, and what was played, as tables that open on demand.

use maud::{Markup, html};
use mockras::report::words::counted;

use super::{RuleLine, RunLine, Told};

/// The rules; nothing if the report does not count them.
pub(super) fn rules(rules: &[RuleLine]) -> Markup {
    let of = |verdict: &str| rules.iter().filter(|rule| rule.verdict == verdict).count();
    html! {
        @if !rules.is_empty() {
            details class="also" {
                summary {
                    (counted(rules.len() as u64, "rule")) ": " (of("broken")) " broken, " (of("held")) " held, "
                    (of("untested")) " untested"
                }
                div class="wide" tabindex="0" role="region" aria-label="Rules" {
                    table {
                        thead { tr { th { "Rule" } th { "Name" } th { "Verdict" } th { "Applied" } th { "Page" } } }
                        tbody { @for rule in rules { (of_rule(rule)) } }
                    }
                }
            }
        }
    }
}

fn of_rule(rule: &RuleLine) -> Markup {
    let page = rule.duty.and_then(|row| row.pages.first());
    html! {
        tr {
            td { (Told(&rule.id)) }
            td { (Told(&rule.name)) }
            td class=(rule.verdict) { (rule.verdict) }
            td class="number" { (rule.applied) }
            td {
                @if let Some(page) = page {
                    a href=(page.url) rel="noreferrer noopener" { (page.title) }
                }
            }
        }
    }
}

/// The runs; nothing if the report does not name them.
pub(super) fn runs(runs: &[RunLine]) -> Markup {
    html! {
        @if !runs.is_empty() {
            details class="also" {
                summary { (counted(runs.len() as u64, "run")) }
                div class="wide" tabindex="0" role="region" aria-label="Runs" {
                    table {
                        thead {
                            tr { th { "Run" } th { "Profile" } th { "Broken" } th { "Held" } th { "How it went" } }
                        }
                        tbody { @for run in runs { (of_run(run)) } }
                    }
                }
            }
        }
    }
}

fn of_run(run: &RunLine) -> Markup {
    let class = if run.broken > 0 { "number broken" } else { "number" };
    html! {
        tr {
            td { (Told(&run.name)) }
            td { (run.profile) }
            td class=(class) { (run.broken) }
            td class="number" { (run.held) }
            td { (Told(&run.state)) }
        }
    }
}
