//! DLLs as the command line spells them.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::dll::{Dll, Stock};
use super::file::explain;
use crate::ras::WordError;

/// Why a text is neither a path nor `stock:NAME` with options that this stock DLL takes.
#[derive(Debug, Clone, PartialEq, Eq)]
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
/// Keys and values are those of `[[dll]]` in a scenario file, written as in a TOML inline table.
///
/// ```
/// use mockras::scenario::{Dll, Stock};
/// let dll: Dll = r#"stock:refuse-user,users=["bob"],series=["2"]"#.parse()?;
/// assert_eq!(dll.stock, Some(Stock::RefuseUser));
/// assert_eq!(r#"stock:refuse-user{users=["bob"],series=["2"]}"#.parse(), Ok(dll));
/// # Ok::<(), mockras::scenario::DllError>(())
/// ```
impl FromStr for Dll {
    type Err = DllError;

    fn from_str(text: &str) -> Result<Self, DllError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Line {
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
        let Line { dll } = toml::from_str(&line)
            .map_err(|error| fail(explain(error.message().trim()).replace('\n', "; ")))?;
        dll.check().map_err(fail)?;
        Ok(dll)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Script;
    use std::net::Ipv4Addr;

    #[test]
    fn text_with_options_is_read() {
        let pool =
            Dll { first: Some(Ipv4Addr::new(10, 0, 0, 1)), size: Some(4), ..Dll::stock(Stock::AddressPool) };
        for text in [
            r#"stock:address-pool{first="10.0.0.1",size=4}"#,
            r#"stock:address-pool,first="10.0.0.1",size=4"#,
            r#"stock:address-pool { first = "10.0.0.1", size = 4 } "#,
        ] {
            assert_eq!(text.parse(), Ok(pool.clone()), "{text}");
        }
        for text in ["stock:silent", "stock:silent{}", "stock:silent,", "stock:silent{ }"] {
            assert_eq!(text.parse(), Ok(Dll::stock(Stock::Silent)), "{text}");
        }
        let missing = Script { missing: true, ..Script::default() };
        let scripted = Dll { script: Some(missing), ..Dll::stock(Stock::Scripted) };
        assert_eq!("stock:scripted,script={missing=true}".parse(), Ok(scripted));
    }

    #[test]
    fn text_that_is_wrong_says_what_was_expected() {
        for (text, expected) in [
            ("", "expected stock:NAME or the path of a DLL, found ``"),
            ("silent", "found `silent`; did you mean `stock:silent`? (a file of that name is `./silent`)"),
            ("stock:", "expected accept-all, refuse-user"),
            ("stock:silnt", "found `silnt`"),
            ("stock:refuse-user", "stock:refuse-user: `refuse-user` needs `users`"),
            (
                "stock:silent,users=[\"bob\"]",
                "does not take `users`; it takes name, series, table, addresses",
            ),
            ("stock:silent,stock=\"accept-all\"", "duplicate key"),
            ("stock:silent{table=true", "expected `}` at the end"),
            ("stock:silent,tabel=true", "unknown field `tabel`"),
            ("stock:silent,table=1", "expected a boolean"),
            ("stock:silent,series=[\"4\"]", "expected plain, 2, 3, ex, found `4`"),
        ] {
            let message = text.parse::<Dll>().expect_err(text).to_string();
            assert!(message.contains(expected), "{text}: {message}");
            assert!(!message.contains('\n'), "{message}");
        }
    }

    #[cfg(feature = "suggest")]
    #[test]
    fn text_nearly_right_gets_a_suggestion() {
        for (text, expected) in [
            ("stock:acept-all", "; did you mean `accept-all`?"),
            ("stock:silent,tabel=true", "; did you mean `table`?"),
        ] {
            let message = text.parse::<Dll>().expect_err(text).to_string();
            assert!(message.ends_with(expected), "{message}");
        }
    }
}
