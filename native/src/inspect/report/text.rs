//! What a person reads of inspected files: ASCII alone, no line ends in a space.

use super::{Inspected, Inspections};
use crate::binary::{Binary, FileFormat, Kind, Machine, Protections, is_entry_point};
use crate::inspect::{FileFinding, Outlook, forbidden};
use mockras::ras::{Callout, Series};
use mockras::report::words::{ascii, counted};

/// How many names stand in a list before the rest is counted.
const NAMES_MAX: usize = 12;

/// The report as text, all but its last line: that is [`Inspections::result_line`].
pub fn render(inspections: &Inspections) -> String {
    let files = inspections.files.iter().map(|file| of_file(inspections, file));
    let text = files.collect::<Vec<_>>().join("\n");
    text.lines().map(|line| ascii(line.trim_end()) + "\n").collect()
}

fn of_file(inspections: &Inspections, file: &Inspected) -> String {
    let Inspected { name, inspection, outlook } = file;
    let mut text = format!("{}\n", ascii(name)) + &facts(&inspection.binary);
    let default = if inspections.profile.is_none() { ", the default" } else { "" };
    text += &format!("\njudged for {}{default}", inspection.profile);
    let changed: Vec<String> =
        inspections.policy.changed().map(|(field, reading)| format!(" --policy {field}={reading}")).collect();
    text += &format!("{}\n", changed.concat());
    if inspection.findings.is_empty() {
        text += "no findings\n";
    }
    for finding in &inspection.findings {
        text += &format!("\n{}", of_finding(finding));
    }
    if inspection.binary.kind == Kind::SharedLibrary {
        text += &of_outlook(outlook);
    }
    text
}

/// What the file says of itself.
fn facts(binary: &Binary) -> String {
    let format = match binary.machine {
        Machine::Unknown => binary.format.to_string(),
        _ => format!("{}, {}", binary.format, machines(binary)),
    };
    let mut lines = vec![("format", format)];
    lines.push(("kind", binary.kind.to_string() + if binary.managed { ", for .NET" } else { "" }));
    if let Some(protections) = binary.protections {
        lines.push(("protected", protected(protections, binary.format)));
    }
    if binary.kind == Kind::SharedLibrary {
        lines.extend(exports(binary));
        lines.extend(imports(binary));
    }
    if binary.cut {
        lines.push(("", "more names than are read: what follows is about the first".to_owned()));
    }
    lines.into_iter().map(|(label, text)| format!("  {label:<9}  {}\n", ascii(&text))).collect()
}

fn machines(binary: &Binary) -> String {
    match binary.parts.as_slice() {
        [] => binary.machine.to_string(),
        parts => {
            let parts = parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            format!("universal ({parts}), of which {} is read", binary.machine)
        }
    }
}

fn protected(protections: Protections, format: FileFormat) -> String {
    let Protections { any_address, high_entropy, no_execute, guarded_calls } = protections;
    let aslr = if high_entropy && format == FileFormat::Pe64 { "ASLR with high entropy" } else { "ASLR" };
    let words = [(any_address, aslr), (no_execute, "DEP"), (guarded_calls, "CFG")];
    let words: Vec<&str> = words.into_iter().filter(|(is_set, _)| *is_set).map(|(_, word)| word).collect();
    if words.is_empty() { "by nothing".to_owned() } else { words.join(", ") }
}

/// The entry points in groups, and how many other exports there are.
fn exports(binary: &Binary) -> Vec<(&'static str, String)> {
    let callouts = binary.callouts();
    let count = callouts.iter().count();
    let others = (binary.exports.len() - binary.names().filter(|name| is_entry_point(name)).count()) as u64;
    let mut lines = vec![(
        "exports",
        format!("{count} of {} entry points, {}", Callout::ALL.len(), counted(others, "other")),
    )];
    let mut group = |title: &str, members: &[Callout]| {
        let there: Vec<&str> =
            members.iter().filter(|one| callouts.contains(**one)).map(|one| one.word()).collect();
        if !there.is_empty() {
            lines.push(("", format!("{title:<17}  {}", there.join(" "))));
        }
    };
    group("start and stop", &[Callout::InitializeDll, Callout::InitializeDllEx, Callout::TerminateDll]);
    for series in Series::ALL {
        group(&format!("connections {series}"), &[series.accept(), series.hangup()]);
    }
    group("links", &[Callout::AcceptNewLink, Callout::LinkHangupNotification]);
    group("reauthentication", &[Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx]);
    group("IPv4 addresses", &[Callout::GetIpAddressForUser, Callout::ReleaseIpAddress]);
    group("IPv6 addresses", &[Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser]);
    group(
        "undescribed",
        &[Callout::AcceptTunnelEndpointChangeEx, Callout::ValidatePreAuthenticatedConnectionEx],
    );
    lines
}

/// The libraries that are needed, and what is taken that callouts may not call.
fn imports(binary: &Binary) -> Vec<(&'static str, String)> {
    let count = binary.imports.len() as u64;
    let from = match binary.libraries.len() {
        0 => String::new(),
        _ => format!(" from {}", listed(binary.libraries.iter().map(String::as_str))),
    };
    let mut lines = vec![("imports", counted(count, "function") + &from)];
    let names = binary.imports.iter().filter_map(|import| import.name.as_deref());
    let mut of_interest: Vec<&str> = names.filter(|name| forbidden(name).is_some()).collect();
    of_interest.sort_unstable();
    of_interest.dedup();
    if !of_interest.is_empty() {
        lines.push(("", format!("{:<17}  {}", "of RAS itself", of_interest.join(" "))));
    }
    lines
}

fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMES_MAX);
    let text = names.take(NAMES_MAX).collect::<Vec<_>>().join(" ");
    if more > 0 { format!("{text} and {more} more") } else { text }
}

fn of_finding(finding: &FileFinding) -> String {
    let name = finding.duty().map_or("", |row| row.name);
    let mut text = format!("{} {} {name}\n", finding.severity, finding.row);
    let mut line = |label: &str, what: &str| {
        let line = format!("  {label:<9}  {}", ascii(what));
        text += &format!("{}\n", line.trim_end());
    };
    if let Some(symbol) = &finding.symbol {
        line("symbol", symbol);
    }
    line("observed", &finding.observed);
    line("expected", &finding.expected);
    if let Some(row) = finding.duty() {
        line("duty", &format!("{}: {} ({})", row.id, row.duty, row.strength));
        if let Some(page) = row.pages.first() {
            line("", page.url);
        }
    }
    if let Some(open) = &finding.open {
        line("open", open);
    }
    if let Some(cure) = &finding.cure {
        line("cure", cure);
    }
    text
}

/// What each Windows version would say.
fn of_outlook(outlook: &[Outlook]) -> String {
    let line = |outlook: &Outlook| {
        let what = match (outlook.obstacles.as_slice(), outlook.hangs_on_table) {
            ([], false) => "loads".to_owned(),
            ([], true) => {
                "loads; the callbacks table decides what is called, and no file shows it".to_owned()
            }
            (obstacles, _) => format!("does not start: {}", obstacles.join("; ")),
        };
        format!("{:<16}{}\n", outlook.profile.name(), ascii(&what))
    };
    let lines: String = outlook.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("\n{:<16}WOULD SAY\n{lines}", "PROFILE") }
}
