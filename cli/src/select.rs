//! `--rule` and `--skip`: which rules are asked.

use clap::Args;
use glob::Pattern;
use mockras::check::{Rule, all_rules, canary, own_rows, rows, rule_of};
use mockras::ras::did_you_mean;

use super::exit::UserError;
use super::terminal::or_near;

/// The flags of every verb that judges.
#[derive(Args, Debug, Default)]
pub(super) struct Select {
    /// Ask only these rules: ids, names or patterns such as 'IP4-*' (`list rules`)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    skip: Vec<String>,
}

impl Select {
    /// The flags, as they can be typed.
    pub(super) fn flags(&self) -> Vec<String> {
        let flag = |name: &'static str, rules: &[String]| -> Vec<String> {
            rules.iter().flat_map(|rule| [name.to_owned(), rule.clone()]).collect()
        };
        [flag("--rule", &self.rule), flag("--skip", &self.skip)].concat()
    }

    /// The rules that were asked for, in the order of the contract. A name that means nothing is an error.
    pub(super) fn rules(&self) -> Result<Vec<&'static Rule>, UserError> {
        let mut rules = if self.rule.is_empty() { all_rules().to_vec() } else { matching(&self.rule)? };
        let skipped = matching(&self.skip)?;
        rules.retain(|rule| !skipped.iter().any(|skipped| skipped.id == rule.id));
        Ok(rules)
    }
}

/// The rules that any of the patterns names.
fn matching(patterns: &[String]) -> Result<Vec<&'static Rule>, UserError> {
    let mut found: Vec<&'static Rule> = Vec::new();
    for text in patterns {
        let pattern = Pattern::new(&text.to_uppercase())
            .map_err(|error| UserError::new(format!("expected a pattern, found `{text}`: {error}")))?;
        let named = all_rules().iter().copied().filter(|rule| is_meant(rule, &pattern));
        let before = found.len();
        found.extend(named);
        // What somebody expects is asked as a whole, and what every run breaks only by its full name.
        if pattern.as_str() == canary().id || pattern.as_str().starts_with("EXPECT/") {
            found.extend(rule_of(&text.to_lowercase()).or(rule_of(canary().id)));
        }
        if found.len() == before {
            return Err(unknown(text));
        }
    }
    let place = |rule: &Rule| all_rules().iter().position(|known| known.id == rule.id).unwrap_or(usize::MAX);
    found.sort_by_key(|rule| place(rule));
    found.dedup_by_key(|rule| rule.id);
    Ok(found)
}

fn is_meant(rule: &Rule, pattern: &Pattern) -> bool {
    let names = rule.decides.iter().chain([&rule.name]);
    names.into_iter().any(|name| pattern.matches(&name.to_uppercase()))
}

/// An error that knows rows which no rule decides.
fn unknown(text: &str) -> UserError {
    let upper = text.to_uppercase();
    let pattern = Pattern::new(&upper).unwrap_or_default();
    if let Some(row) = rows().chain(own_rows()).find(|row| pattern.matches(row.id)) {
        return UserError::new(format!("expected a rule, found {}: {}", row.id, row.home))
            .hint(format!("`mockras explain {}` says more", row.id));
    }
    let ids = all_rules().iter().flat_map(|rule| rule.decides.iter().chain([&rule.name]).copied());
    let near = did_you_mean(&upper, ids.clone()).or_else(|| did_you_mean(text, ids));
    UserError::new(format!("no rule is called `{text}`{}", or_near(near)))
        .hint("`mockras list rules` shows all")
}
