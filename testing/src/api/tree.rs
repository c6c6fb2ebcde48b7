//! The modules of a crate with their items, macros expanded.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Attribute, Item, ItemMod, Visibility};

use super::expand::ByExample;

/// A module, and what is in it.
#[derive(Default)]
pub(super) struct Module {
    /// The names of the modules around it and its own; none for the root.
    pub(super) path: Vec<String>,
    /// The items with their conditions, such as `feature = "json"`.
    pub(super) items: Vec<(Item, Vec<String>)>,
    pub(super) children: BTreeMap<String, Module>,
    /// Whether its parent says `pub mod`.
    pub(super) is_public: bool,
    /// The condition under which it is there.
    pub(super) condition: Vec<String>,
}

/// Gives the text of a file, if there is one.
pub(super) type Read<'r> = &'r dyn Fn(&str) -> Option<String>;

/// All macros of a crate by their names.
type Macros = BTreeMap<String, ByExample>;

impl Module {
    /// The crate whose root is this file.
    pub(super) fn of_crate(file: &str, read: Read<'_>) -> Self {
        let (folder, _) = file.rsplit_once('/').expect("a path with a folder");
        let mut tree = Self { is_public: true, ..Self::default() };
        let mut macros = Macros::new();
        tree.fill(items_of(file, read), folder, &mut macros, read);
        tree.expand(&macros);
        tree
    }

    fn fill(&mut self, items: Vec<Item>, folder: &str, macros: &mut Macros, read: Read<'_>) {
        for item in items {
            let attributes = attributes(&item);
            let condition = conditions(attributes);
            if condition.iter().any(|word| {
                word == "test" || word == "doctest" || word.replace(' ', "").starts_with("all(test,")
            }) {
                continue;
            }
            match item {
                Item::Mod(ItemMod { ident, vis, content, attrs, .. }) => {
                    let name = ident.to_string();
                    let path = self.path.iter().cloned().chain([name.clone()]).collect();
                    let is_public = matches!(vis, Visibility::Public(_));
                    let mut child = Self { path, is_public, condition, ..Self::default() };
                    let (items, folder) = match content {
                        Some((_, items)) => (items, folder.to_owned()),
                        None => file_of(folder, &name, &attrs, read),
                    };
                    child.fill(items, &folder, macros, read);
                    self.children.insert(name, child);
                }
                Item::Macro(item) if item.ident.is_some() => {
                    let name = item.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    macros.insert(name, ByExample::of(item.mac.tokens.clone()));
                    self.items.push((Item::Macro(item), condition));
                }
                item => self.items.push((item, condition)),
            }
        }
    }

    fn expand(&mut self, macros: &Macros) {
        let mut left: Vec<(Item, Vec<String>)> = std::mem::take(&mut self.items);
        left.reverse();
        while let Some((item, condition)) = left.pop() {
            let invoked = match &item {
                Item::Macro(item) if item.ident.is_none() => Some(&item.mac),
                _ => None,
            };
            let Some(invoked) = invoked else {
                self.items.push((item, condition));
                continue;
            };
            let name = invoked.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            // Those of the standard library declare nothing that is public here.
            let Some(by_example) = macros.get(&name) else { continue };
            let place = self.path.join("::");
            let expanded = by_example.expand(invoked.tokens.clone());
            let expanded = expanded.unwrap_or_else(|| panic!("{place}: no rule of {name}! matches"));
            let file: syn::File = syn::parse2(expanded.clone())
                .unwrap_or_else(|error| panic!("{place}: {name}! becomes no items: {error}\n{expanded}"));
            left.extend(file.items.into_iter().rev().map(|item| (item, condition.clone())));
        }
        self.children.values_mut().for_each(|child| child.expand(macros));
    }

    /// This module and all below it.
    pub(super) fn all(&self) -> Vec<&Self> {
        let below = self.children.values().flat_map(Self::all);
        [self].into_iter().chain(below).collect()
    }

    /// The module of this path.
    pub(super) fn at(&self, path: &[String]) -> Option<&Self> {
        match path.split_first() {
            None => Some(self),
            Some((first, rest)) => self.children.get(first)?.at(rest),
        }
    }
}

fn items_of(file: &str, read: Read<'_>) -> Vec<Item> {
    let text = read(file).unwrap_or_else(|| panic!("{file}: there is no such file"));
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}")).items
}

/// The items of a module in a file of its own, and the folder of those below it.
fn file_of(folder: &str, name: &str, attributes: &[Attribute], read: Read<'_>) -> (Vec<Item>, String) {
    let named = attributes.iter().find(|attribute| attribute.path().is_ident("path")).map(|attribute| {
        let text = attribute.to_token_stream().to_string();
        text.split('"').nth(1).unwrap_or_default().to_owned()
    });
    let below = format!("{folder}/{name}");
    let files = [format!("{folder}/{}", named.unwrap_or(format!("{name}.rs"))), format!("{below}/mod.rs")];
    let file = files.iter().find(|file| read(file).is_some());
    let file = file.unwrap_or_else(|| panic!("{below}: the module has no file"));
    (items_of(file, read), below)
}

/// The attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// What stands in `#[cfg(..)]`.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions
        .filter_map(|attribute| {
            Some(attribute.meta.require_list().ok()?.tokens.to_string().replace(" = ", "="))
        })
        .collect()
}
