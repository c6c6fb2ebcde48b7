//! Which keys go together.

use schemars::{Schema, json_schema};

use super::super::dll::{Dll, Stock};

/// A DLL is a stock DLL or a file, and takes the options of what it is.
pub(in super::super) fn one_origin(schema: &mut Schema) {
    let takes = |kind: &str, options: &[&str]| -> Vec<String> {
        [kind].iter().chain(options).map(|option| (*option).to_owned()).collect()
    };
    let mut origins = vec![json_schema!({
        "required": ["path"],
        "propertyNames": { "enum": takes("path", Dll::FILE_OPTIONS) },
        "properties": { "path": { "minLength": 1 } }
    })];
    for stock in Stock::ALL {
        let mut required = vec!["stock"];
        required.extend((*stock == Stock::RefuseUser).then_some("users"));
        let least = u32::from(*stock == Stock::RefuseUser);
        origins.push(json_schema!({
            "required": required,
            "propertyNames": { "enum": takes("stock", stock.options()) },
            "properties": { "stock": { "const": stock.word() }, "users": { "minItems": least } }
        }));
    }
    schema.insert("oneOf".to_owned(), origins.into_iter().map(Schema::to_value).collect::<Vec<_>>().into());
}

/// The DLLs stand in one list or in the other.
pub(in super::super) fn of_either_list(schema: &mut Schema) {
    let both = json_schema!({ "required": ["dll", "dll-path"], "properties": { "dll": { "minItems": 1 } } });
    schema.insert("not".to_owned(), both.to_value());
}

/// What a step cannot expect, for it is about every moment.
pub(in super::super) fn expect_step(schema: &mut Schema) {
    let alien = json_schema!({ "anyOf": [
        { "required": ["live-at-most"] }, { "required": ["links-at-most"] }, { "required": ["released"] },
    ] });
    schema.insert("not".to_owned(), alien.to_value());
}

/// What cannot be expected of every run, for it is about one moment, and what has to stand beside what.
pub(in super::super) fn always_rule(schema: &mut Schema) {
    let of_a_moment =
        ["name", "port", "user", "live", "links"].map(|key| json_schema!({ "required": [key] }));
    let beside = json_schema!({
        "properties": { "expect": { "not": { "anyOf": of_a_moment }, "minProperties": 1 } }
    });
    schema.insert("allOf".to_owned(), vec![beside.to_value()].into());
}
