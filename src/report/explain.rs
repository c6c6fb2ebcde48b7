//! The long form of one rule or row: `mockras explain`.

use crate::check::{Check, ExampleError, Row, Rule, all_rules, canary, own_rows, rows};
use crate::ras::{Policy, PolicyField};
use crate::transcript::Transcript;

/// All there is to say about a rule, by its id or name, or about a row; `None` if there is neither. A row that another
/// rule decides leads to that rule.
pub fn explain(id: &str) -> Option<String> {
    let id = id.trim();
    let is_it = |name: &str| name.eq_ignore_ascii_case(id);
    let mut rules = all_rules().iter().copied().chain([canary()]);
    if let Some(rule) = rules.find(|rule| is_it(rule.name) || rule.decides.iter().any(|row| is_it(row))) {
        let asked = rule.decides.iter().find(|row| is_it(row)).filter(|row| **row != rule.id);
        let lead = asked.map(|row| format!("{row} is decided by {} {}.\n\n", rule.id, rule.name));
        return Some(lead.unwrap_or_default() + &of_rule(rule));
    }
    let row = rows().chain(own_rows()).find(|row| is_it(row.id))?;
    Some(format!("{} {}\n\n{}\nhome   {}\n", row.id, row.name, of_row(row, ""), row.home))
}

fn of_rule(rule: &Rule) -> String {
    let mut text = format!("{} {}\n\n", rule.id, rule.name);
    text += &format!("applies to  {}\n", rule.applies_to);
    if let Check::Pair(twin, _) = rule.check {
        text += &format!("compares    the run with {}\n", twin.summary());
    }
    if let Some(fault) = rule.fault {
        text += &format!("fault       {fault}: `mockras check --fault {fault}` demonstrates it\n");
    }
    text += &format!("\n{}\n", rule.explanation());
    text += "What it decides\n";
    for row in rule.rows() {
        text += &format!("\n  {} {}\n{}", row.id, row.name, of_row(row, "    "));
    }
    text += &example("A run that keeps it", rule.example_that_holds());
    text += &example("A run that breaks it", rule.example_that_breaks());
    text
}

/// The duty, how firmly it is documented, where, and what is open about it.
fn of_row(row: &Row, indent: &str) -> String {
    let mut lines = vec![
        row.duty.to_owned(),
        format!("binds  {}; {}; versions: {}", row.obliged, row.strength, row.eras),
    ];
    for page in row.pages {
        lines.push(format!("page   {}", page.title));
        lines.push(format!("       {}", page.url));
    }
    for question in row.questions {
        let id = format!("AMB-{question:02}");
        let fields: Vec<_> = Policy::FIELDS.iter().filter(|field| field.question == id).collect();
        if fields.is_empty() {
            lines.push(format!("open   {id}: no policy holds its readings"));
        }
        fields.into_iter().for_each(|field| lines.extend(readings(field)));
    }
    for field in Policy::FIELDS.iter().filter(|field| field.question == row.id) {
        lines.extend(readings(field));
    }
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

/// An open question and its readings.
fn readings(field: &PolicyField) -> Vec<String> {
    let mut lines = vec![format!("open   {}: {}", field.question, field.summary)];
    let width = field.readings.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (at, (name, meaning)) in field.readings.iter().enumerate() {
        let default = if at == 0 { " (default)" } else { "" };
        lines.push(format!("       {}={name:<width$}  {meaning}{default}", field.name));
    }
    lines
}

/// A transcript as mockras prints it, below a title; an empty text if nothing happens in it.
fn example(title: &str, read: Result<(Transcript, Option<Transcript>), ExampleError>) -> String {
    let printed = match read {
        Ok((run, None)) if run.entries.is_empty() => return String::new(),
        Ok((run, None)) => run.to_text(),
        Ok((run, Some(twin))) => format!("{}\n{}", run.to_text(), twin.to_text()),
        Err(error) => error.to_string(),
    };
    let indented = printed.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n");
    format!("\n{title}\n\n{}", indented.collect::<String>())
}
