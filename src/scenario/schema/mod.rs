//! JSON Schema (draft 2020-12) of scenario files and of `mockras.toml`, made from the types by which they are read.
//!
//! A schema says which keys there are, which of them go together, and what their values look like. What the parser asks
//! beyond that, such as rules that contradict each other, no schema can say; `docs/how-to/editor.md` lists it. Whatever the
//! parser takes, the schema takes.

mod together;
mod values;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};

pub(super) use together::{always_rule, expect_step, of_either_list, one_origin};
pub(super) use values::{
    by_callout, dlls, hostile_kinds, ipv4, moment, one_or_many, policy, reason, registry, tier, versions,
};

/// The schema of scenario files, and of saved cases.
pub fn scenario_schema() -> Schema {
    schema::<super::file::ScenarioFile>("A scenario of mockras")
}

/// The schema of `mockras.toml`.
pub fn config_schema() -> Schema {
    schema::<super::config::ConfigFile>("The configuration of a project for mockras")
}

fn schema<T: JsonSchema>(title: &str) -> Schema {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(in_words_of_toml));
    let mut schema: Schema = SchemaGenerator::new(settings).into_root_schema_for::<T>();
    // That of the type is for who reads the parser.
    schema.remove("description");
    schema.insert("title".to_owned(), title.into());
    schema
}

/// TOML has no null, and numbers of Rust have a greatest.
fn in_words_of_toml(schema: &mut Schema) {
    without_null(schema);
    let Some(format) = schema.get("format").and_then(|format| format.as_str()).map(str::to_owned) else {
        return;
    };
    let range = match format.as_str() {
        "uint32" => Some((0, i64::from(u32::MAX))),
        "int32" => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
        // The greatest number of TOML is less than that of `u64`.
        "uint64" => Some((0, i64::MAX)),
        _ => None,
    };
    if let Some((least, greatest)) = range {
        schema.remove("format");
        for (end, number) in [("minimum", least), ("maximum", greatest)] {
            if schema.get(end).is_none() {
                schema.insert(end.to_owned(), number.into());
            }
        }
    }
}

/// Leaves null out of what a key may have: a key that is not there says the same.
fn without_null(schema: &mut Schema) {
    if let Some(default) = schema.get("default")
        && default.is_null()
    {
        schema.remove("default");
    }
    let kinds = schema.get("type").and_then(|kinds| kinds.as_array()).cloned();
    if let Some(mut kinds) = kinds {
        kinds.retain(|kind| kind != "null");
        let one = (kinds.len() == 1).then(|| kinds[0].clone());
        schema.insert("type".to_owned(), one.unwrap_or_else(|| kinds.into()));
    }
    let choices = schema.get("anyOf").and_then(|choices| choices.as_array()).cloned();
    if let Some(mut choices) = choices {
        choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
        match choices.as_slice() {
            [one] => {
                schema.remove("anyOf");
                for (key, value) in one.as_object().into_iter().flatten() {
                    if schema.get(key).is_none() {
                        schema.insert(key.clone(), value.clone());
                    }
                }
            }
            _ => _ = schema.insert("anyOf".to_owned(), choices.into()),
        }
    }
}
