//! How public items are spelled in a listing: one line each.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, Field, Fields, Generics, Item, ItemFn, ItemType, Lit, Meta, Signature, Token,
    Visibility, parse_quote,
};

/// Whether everybody may see it.
pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The doc comment.
pub(super) fn docs(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let Meta::NameValue(doc) = &attribute.meta {
            match &doc.value {
                Expr::Lit(literal) => {
                    if let Lit::Str(line) = &literal.lit {
                        text += &format!("{}\n", line.value());
                    }
                }
                other => text += &format!("{}\n", other.to_token_stream()),
            }
        }
    }
    text
}

/// What stands before an item of its attributes: what is derived, and whether more may come.
pub(super) fn marks(attributes: &[Attribute]) -> String {
    let mut derived = Vec::new();
    let mut marks = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            let list = attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
            let last = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
            derived.extend(list.into_iter().flatten().filter_map(|path| last(&path)));
        }
        marks.extend(
            ["non_exhaustive", "must_use", "repr", "doc_hidden"]
                .into_iter()
                .filter(|name| attribute.path().is_ident(name))
                .map(|name| match attribute.meta.require_list() {
                    Ok(list) => format!(" {name}({})", list.tokens),
                    Err(_) => format!(" {name}"),
                }),
        );
    }
    derived.sort();
    derived.dedup();
    if !derived.is_empty() {
        marks.push(format!(" derive({})", derived.join(", ")));
    }
    marks.concat()
}

/// Whether pages leave it out.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    let is_hidden = |attribute: &Attribute| {
        attribute.path().is_ident("doc") && attribute.to_token_stream().to_string().contains("(hidden)")
    };
    attributes.iter().any(is_hidden)
}

/// A signature: `fn run(scenario: &Scenario) -> Transcript`.
pub(super) fn signature(signature: &Signature) -> String {
    let item: ItemFn = parse_quote!(#signature {});
    let text = line(Item::Fn(item));
    text.trim_end_matches("{}").trim_end().to_owned()
}

/// A type on one line.
pub(super) fn type_text(of: &syn::Type) -> String {
    let item: ItemType = parse_quote!(type T = #of;);
    line(Item::Type(item)).trim_start_matches("type T = ").trim_end_matches(';').to_owned()
}

/// Parameters of a type or of an implementation: `<'a, T: Display>`, and what they must be.
pub(super) fn generics(generics: &Generics) -> (String, String) {
    let tidy = |text: String| spaced(&text);
    let (parameters, bounds) = (generics.to_token_stream().to_string(), generics.where_clause.clone());
    let bounds = bounds.map(|bounds| format!(" {}", tidy(bounds.to_token_stream().to_string())));
    (tidy(parameters), bounds.unwrap_or_default())
}

/// The fields behind a variant: `(Dial)` or `{ member: &'static str }`.
pub(super) fn variant_fields(fields: &Fields) -> String {
    match fields {
        Fields::Unit => String::new(),
        Fields::Unnamed(fields) => {
            let types: Vec<_> = fields.unnamed.iter().map(|field| type_text(&field.ty)).collect();
            format!("({})", types.join(", "))
        }
        Fields::Named(fields) => {
            let named: Vec<_> = fields.named.iter().map(field_text).collect();
            format!(" {{ {} }}", named.join(", "))
        }
    }
}

/// A field with its name: `port: Name`.
pub(super) fn field_text(field: &Field) -> String {
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{name}: {}", type_text(&field.ty))
}

/// An item on one line.
fn line(item: Item) -> String {
    let file: syn::File = parse_quote!(#item);
    spaced(&prettyplease::unparse(&file))
}

/// Tokens on one line, with the spaces that a person would write.
pub(super) fn spaced(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in [
        ("( ", "("),
        (", )", ")"),
        (",>", ">"),
        (" )", ")"),
        ("< ", "<"),
        (" <", "<"),
        (" >", ">"),
        (" :: ", "::"),
        (" ::", "::"),
        (":: ", "::"),
        ("& ", "&"),
        (" ,", ","),
        (" : ", ": "),
        ("' ", "'"),
        (" - >", " ->"),
        (" ;", ";"),
        ("[ ", "["),
        (" ]", "]"),
        ("->", "->"),
        ("-  >", "->"),
    ] {
        line = line.replace(from, to);
    }
    line
}
