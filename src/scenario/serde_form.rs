//! Scenarios for serde: the tables of their files, or the text of one where values do not say what they are.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::file::Scenario;

/// What errors call a scenario that comes from no file.
const NAME: &str = "scenario";

/// Feature `serde`. In JSON, TOML and the like a scenario has the keys of its file; in a format such as postcard it is the
/// text of the file.
///
/// ```
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
/// let json = serde_json::to_string(&scenario)?;
/// assert_eq!(json, r#"{"steps":[{"dial":{"port":"VPN2-0","user":"alice"}},"stop"]}"#);
/// assert_eq!(serde_json::from_str::<Scenario>(&json)?, scenario);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Scenario {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        let text = self.to_toml();
        if !into.is_human_readable() {
            return into.serialize_str(&text);
        }
        // What no file can hold, such as a number above those of TOML, cannot be written.
        toml::from_str::<toml::Table>(&text).map_err(S::Error::custom)?.serialize(into)
    }
}

/// What is no scenario is refused with the message that its file would be, without a line.
impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = if source.is_human_readable() {
            toml::to_string(&toml::Table::deserialize(source)?).map_err(D::Error::custom)?
        } else {
            String::deserialize(source)?
        };
        Self::parse(&text, NAME).map_err(|mut error| {
            // Lines of a text that nobody has seen say nothing; the keys do.
            error.place = None;
            D::Error::custom(error)
        })
    }
}
