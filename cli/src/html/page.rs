//! The page around everything: what it may load (nothing), how it looks, its filters.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::run::Room;
use super::{Lines, Page, Told, cause, tables};
use crate::picture;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// So many scenarios are offered by name; any other can be typed.
const OFFERED_MAX: usize = 300;

/// The page as HTML.
pub(super) fn rendered(page: &Page) -> String {
    let style = format!("{STYLE}{}", picture::STYLE);
    let mut room = Room::default();
    let causes: Vec<Markup> =
        page.causes.iter().enumerate().map(|(at, found)| cause::rendered(at + 1, found, &mut room)).collect();
    let title = format!("mockras {}: {}", page.verb, page.result);
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&style));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (Told(&title)) }
                style { (PreEscaped(&style)) }
            }
            body {
                header {
                    h1 { "mockras " (page.verb) }
                    p class=(format!("result {}", ending(&page.result))) { (Told(&page.result)) }
                    pre class="summary" { (Lines(&page.summary)) }
                }
                (filters(page))
                main id="findings" {
                    @if page.causes.is_empty() { p class="none" { "Nothing was found." } }
                    @for cause in causes { (cause) }
                }
                @if room.left_out > 0 {
                    p class="limit" {
                        (room.left_out) " of " (room.drawn + room.left_out)
                        " runs are not drawn: a page shows as many as have room in it, in the order of the findings. "
                        "The command under " q { "reproduce" } " or " q { "replay" } " shows each of the others."
                    }
                }
                (tables::rules(&page.rules))
                (tables::runs(&page.runs))
                @for (heading, text) in &page.also {
                    details class="also" {
                        summary { (Told(heading)) }
                        pre { (Lines(text)) }
                    }
                }
                footer {
                    p { "Keys: " kbd { "j" } " and " kbd { "k" } " go to the next and the previous finding, "
                        kbd { "o" } " opens or closes it, " kbd { "/" } " leads to the search, "
                        kbd { "Esc" } " clears it. A row of a picture leads to its line of the transcript." }
                    p { "The page loads nothing. Links to the documentation are followed only if you click them." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    whole.into_string() + "\n"
}

/// What the page may do: have this style and this script, and nothing else.
fn policy(style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(SCRIPT)
    )
}

/// How the report ends, as a class of the style.
fn ending(result: &str) -> &'static str {
    let word = result.strip_prefix("RESULT: ").unwrap_or(result);
    if word.starts_with("PASS") {
        "pass"
    } else if word.starts_with("FAIL") {
        "fail"
    } else {
        "open"
    }
}

/// What findings can be told apart by. Without its script the page shows all of them.
fn filters(page: &Page) -> Markup {
    let several = |of: fn(&super::Cause) -> &str| -> BTreeSet<String> {
        page.causes.iter().map(|cause| of(cause).to_owned()).filter(|text| !text.is_empty()).collect()
    };
    let scenarios: BTreeSet<&String> = page.causes.iter().flat_map(|cause| &cause.scenarios).collect();
    html! {
        @if !page.causes.is_empty() {
            form class="filters" role="search" hidden {
                (choice("kind", "Kind", &several(|cause| &cause.kind)))
                (choice("rule", "Rule", &several(|cause| &cause.rule)))
                (choice("profile", "Profile", &several(|cause| &cause.profile)))
                label { "Scenario" input type="search" name="scenario" list="scenarios" autocomplete="off" size="18"; }
                datalist id="scenarios" {
                    @for name in scenarios.iter().take(OFFERED_MAX) { option value=(Told(name)) {} }
                }
                label { "Text" input type="search" name="text" autocomplete="off" size="18"; }
                output name="shown" aria-live="polite" {}
            }
        }
    }
}

fn choice(name: &str, label: &str, values: &BTreeSet<String>) -> Markup {
    html! {
        label {
            (label)
            select name=(name) {
                option value="" { "all" }
                @for value in values { option value=(Told(value)) { (Told(value)) } }
            }
        }
    }
}
