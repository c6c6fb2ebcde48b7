//! DLLs as the command line spells them.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::dll::{Dll, Stock};
use super::place::explain;
use crate::ras::WordError;

/// Why a text is neither a path nor `stock:NAME` with options that this stock DLL takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DllError {
    /// It is the bare name of a stock DLL, or nothing at all.
    NotStock {
        /// The text that was found.
        found: String,
    },
    /// No stock DLL has that name.
    UnknownStock(WordError),
    /// The options cannot be read, or are none of this stock DLL's.
    Options {
        /// The stock DLL whose options they were to be.
        stock: Stock,
        /// What was expected, and what was found.
        message: String,
    },
}

impl fmt::Display for DllError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStock { found } => {
                write!(f, "expected stock:NAME or the path of a DLL, found `{found}`")?;
                match found.as_str() {
                    "" => Ok(()),
                    _ => write!(f, "; did you mean `stock:{found}`? (a file of that name is `./{found}`)"),
                }
            }
            Self::UnknownStock(error) => error.fmt(f),
            Self::Options { stock, message } => write!(f, "stock:{stock}: {message}"),
        }
    }
}

impl std::error::Error for DllError {}

/// Reads `stock:NAME`, `stock:NAME,KEY=VALUE,..` or `stock:NAME{KEY=VALUE,..}`; anything else is the path of a file.
///
/// Keys and values are those of `[[dll]]` in a scenario file, written as in a TOML inline table. Words need no quotes.
///
/// ```
/// use mockras::scenario::{Dll, Stock};
/// let dll: Dll = r#"stock:refuse-user,users=["bob"],series=["2"]"#.parse()?;
/// assert_eq!(dll.stock, Some(Stock::RefuseUser));
/// assert_eq!(r#"stock:refuse-user{users=["bob"],series=["2"]}"#.parse(), Ok(dll.clone()));
/// assert_eq!("stock:refuse-user,users=bob,series=[plain]".parse::<Dll>()?.users, dll.users);
/// # Ok::<(), mockras::scenario::DllError>(())
/// ```
impl FromStr for Dll {
    type Err = DllError;

    fn from_str(text: &str) -> Result<Self, DllError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct InlineDll {
            dll: Dll,
        }

        let Some(rest) = text.strip_prefix("stock:") else {
            let first = text.split([',', '{']).next().unwrap_or_default();
            if text.is_empty() || first.parse::<Stock>().is_ok() {
                return Err(DllError::NotStock { found: text.to_owned() });
            }
            return Ok(Self::file(text));
        };
        let (name, options) = rest.split_at(rest.find([',', '{']).unwrap_or(rest.len()));
        let stock: Stock = name.trim().parse().map_err(DllError::UnknownStock)?;
        let fail = |message: String| DllError::Options { stock, message };
        let options = match options.strip_prefix('{') {
            Some(rest) => rest
                .trim_end()
                .strip_suffix('}')
                .ok_or_else(|| fail(format!("expected `}}` at the end of `{text}`")))?,
            None => options.strip_prefix(',').unwrap_or_default(),
        };
        let comma = if options.trim().is_empty() { "" } else { "," };
        let line = format!("dll = {{ stock = \"{stock}\"{comma}{options} }}");
        let read = |line: &str| toml::from_str::<InlineDll>(line);
        let InlineDll { dll } = read(&line)
            .or_else(|error| {
                let worded: Vec<String> = parts(options).map(with_quotes).collect();
                let line = format!("dll = {{ stock = \"{stock}\"{comma}{} }}", worded.join(","));
                read(&line).map_err(|_| error)
            })
            .map_err(|error| fail(explain(error.message().trim()).replace('\n', "; ")))?;
        dll.check().map_err(fail)?;
        Ok(dll)
    }
}

/// The text between commas that stand in no brackets and in no quotes.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut is_quoted) = (0_i32, false);
    text.split(move |c: char| {
        match c {
            '"' => is_quoted = !is_quoted,
            '[' | '{' if !is_quoted => depth += 1,
            ']' | '}' if !is_quoted => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0 && !is_quoted
    })
}

/// An option whose words have quotes.
fn with_quotes(option: &str) -> String {
    let Some((key, value)) = option.split_once('=') else { return option.to_owned() };
    let value = value.trim();
    let quoted = match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(list) => format!("[{}]", list.split(',').map(quoted_word).collect::<Vec<_>>().join(", ")),
        None => quoted_word(value),
    };
    format!("{key} = {quoted}")
}

/// A bare word in quotes; numbers, truth values and what has quotes already stay.
fn quoted_word(word: &str) -> String {
    let word = word.trim();
    let is_bare = word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.parse::<f64>().is_err()
        && word.chars().all(|c| c.is_alphanumeric() || "-_.@: ".contains(c))
        && !["true", "false"].contains(&word);
    if is_bare { format!("\"{word}\"") } else { word.to_owned() }
}
