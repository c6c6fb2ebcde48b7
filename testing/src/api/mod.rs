//! The public items of a crate, read from its source: what a change of the crate changes for those who use it.
//!
//! Items are listed under the first public path that leads to them, macros expanded. What a macro of another crate makes is
//! not seen, nor are blanket implementations and auto traits.

mod expand;
mod implemented;
mod spelled;
mod tree;

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Fields, Item, TraitItem, UseTree};

use crate::source::root;
use spelled::{
    docs, field_text, generics, is_hidden, is_public, marks, signature, spaced, type_text, variant_fields,
};
use tree::{Module, attributes};

/// One public item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicItem {
    /// Where it is found, without the name of the crate: `check::Look::calls`.
    pub path: String,
    /// What it is, on one line that begins with the path.
    pub line: String,
    /// Whether it is a function.
    pub is_function: bool,
    /// Its doc comment.
    pub docs: String,
}

/// The public items of the crate whose root is this file, sorted.
///
/// # Panics
///
/// If the crate has an item that is not known here.
pub fn public_items(file: &str) -> Vec<PublicItem> {
    public_items_in(file, &|path| std::fs::read_to_string(root().join(path)).ok())
}

/// The same for files that this function gives the text of.
///
/// # Panics
///
/// If the crate has an item that is not known here.
pub fn public_items_in(file: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<PublicItem> {
    let tree = Module::of_crate(file, read);
    let mut listing = Listing { tree: &tree, items: Vec::new(), homes: BTreeMap::new() };
    listing.module(&tree, "", &[]);
    listing.implementations();
    listing.items.sort();
    listing.items.dedup();
    listing.items
}

/// The name of a type where it is declared: its module, and its own.
type Declared = (Vec<String>, String);

struct Listing<'t> {
    tree: &'t Module,
    items: Vec<PublicItem>,
    /// Under which path each public type is listed.
    homes: BTreeMap<Declared, String>,
}

impl<'t> Listing<'t> {
    /// Lists what is public in a module, under this path.
    fn module(&mut self, module: &'t Module, at: &str, condition: &[String]) {
        for (item, own) in &module.items {
            let condition = [condition, own].concat();
            if let Item::Use(item) = item {
                if is_public(&item.vis) && !is_hidden(&item.attrs) {
                    self.reexported(module, &item.tree, &mut Vec::new(), at, &condition);
                }
            } else {
                self.item(module, item, at, None, &condition);
            }
        }
        for (name, child) in &module.children {
            if child.is_public {
                let condition = [condition, &child.condition].concat();
                self.module(child, &join(at, name), &condition);
            }
        }
    }

    /// Lists what a `pub use` leads to: the item itself if it stands in a module that is not public.
    fn reexported(
        &mut self,
        module: &'t Module,
        tree: &UseTree,
        path: &mut Vec<String>,
        at: &str,
        on: &[String],
    ) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.reexported(module, &step.tree, path, at, on);
                path.pop();
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.reexported(module, tree, path, at, on));
            }
            UseTree::Name(name) => self.named(module, path, &name.ident.to_string(), None, at, on),
            UseTree::Rename(name) => {
                let (from, to) = (name.ident.to_string(), name.rename.to_string());
                self.named(module, path, &from, Some(&to), at, on);
            }
            UseTree::Glob(_) => match self.resolved(module, path) {
                Some(from) if !self.is_reachable(from) => {
                    for (item, own) in &from.items {
                        let condition = [on, own].concat();
                        match item {
                            Item::Use(item) if is_public(&item.vis) => {
                                self.reexported(from, &item.tree, &mut Vec::new(), at, &condition);
                            }
                            item => self.item(from, item, at, None, &condition),
                        }
                    }
                }
                _ => self.line(at, "*", &format!("= {}::*", path.join("::")), on),
            },
        }
    }

    fn named(
        &mut self,
        module: &'t Module,
        path: &[String],
        name: &str,
        renamed: Option<&str>,
        at: &str,
        on: &[String],
    ) {
        let alias =
            format!("= {}", path.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::"));
        let Some(from) = self.resolved(module, path).filter(|from| !self.is_reachable(from)) else {
            return self.line(at, renamed.unwrap_or(name), &alias, on);
        };
        let mut found = false;
        for (item, own) in &from.items {
            let condition = [on, own].concat();
            match item {
                Item::Use(item) => {
                    if let Some(path) = leads_to(&item.tree, name) {
                        self.named(from, &path, name, renamed, at, &condition);
                        found = true;
                    }
                }
                item if name_of(item).as_deref() == Some(name) => {
                    self.item(from, item, at, renamed, &condition);
                    found = true;
                }
                _ => {}
            }
        }
        assert!(
            found || from.children.contains_key(name),
            "{at}: nothing is called {name} in {:?}",
            from.path
        );
        if let Some(child) = from.children.get(name).filter(|_| !found) {
            self.module(child, &join(at, renamed.unwrap_or(name)), on);
        }
    }

    /// The module that a path leads to from another.
    fn resolved(&self, from: &'t Module, path: &[String]) -> Option<&'t Module> {
        let mut place = from.path.clone();
        for step in path {
            match step.as_str() {
                "crate" => place.clear(),
                "self" => {}
                "super" => drop(place.pop()),
                name => place.push(name.to_owned()),
            }
        }
        self.tree.at(&place)
    }

    /// Whether everybody can name a module.
    fn is_reachable(&self, module: &Module) -> bool {
        (0..=module.path.len())
            .all(|end| self.tree.at(&module.path[..end]).is_some_and(|part| part.is_public))
    }

    fn item(&mut self, module: &'t Module, item: &Item, at: &str, renamed: Option<&str>, on: &[String]) {
        let Some(declared) = name_of(item) else { return };
        if is_hidden(attributes(item)) {
            return;
        }
        let name = renamed.unwrap_or(&declared);
        let path = join(at, name);
        let home = (module.path.clone(), declared.clone());
        let docs_here = docs(attributes(item));
        let mut line = |what: String| self.line_with_docs(at, name, &what, on, false, &docs_here);
        match item {
            Item::Const(item) if is_public(&item.vis) => {
                line(format!("const: {}{}", type_text(&item.ty), value(&item.expr)));
            }
            Item::Static(item) if is_public(&item.vis) => line(format!("static: {}", type_text(&item.ty))),
            Item::Type(item) if is_public(&item.vis) => {
                let (parameters, bounds) = generics(&item.generics);
                line(format!("type{parameters}{bounds} = {}", type_text(&item.ty)));
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let what = format!("{}{}", signature(&item.sig), marks(&item.attrs));
                self.line_with_docs(at, name, &what, on, true, &docs_here);
            }
            Item::Struct(item) if is_public(&item.vis) => {
                let (parameters, bounds) = generics(&item.generics);
                let tuple = match &item.fields {
                    Fields::Unnamed(fields) if fields.unnamed.iter().all(|field| is_public(&field.vis)) => {
                        variant_fields(&item.fields)
                    }
                    Fields::Unnamed(_) => "(..)".to_owned(),
                    Fields::Unit | Fields::Named(_) => String::new(),
                };
                let private = item.fields.iter().any(|field| !is_public(&field.vis));
                let private = if private && tuple.is_empty() { " with private fields" } else { "" };
                line(format!("struct{parameters}{tuple}{bounds}{}{private}", marks(&item.attrs)));
                for field in item.fields.iter().filter(|field| is_public(&field.vis) && field.ident.is_some())
                {
                    self.line(&path, "", &format!(".{}", field_text(field)), on);
                }
                self.homes.entry(home).or_insert(path);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let (parameters, bounds) = generics(&item.generics);
                line(format!("enum{parameters}{bounds}{}", marks(&item.attrs)));
                for variant in &item.variants {
                    let fields = variant_fields(&variant.fields);
                    self.line(&path, &variant.ident.to_string(), &format!("variant{fields}"), on);
                }
                self.homes.entry(home).or_insert(path);
            }
            Item::Trait(item) if is_public(&item.vis) => {
                let (parameters, bounds) = generics(&item.generics);
                let above = item.supertraits.to_token_stream().to_string();
                let above = if above.is_empty() { above } else { format!(": {}", spaced(&above)) };
                line(format!("trait{parameters}{above}{bounds}"));
                for part in &item.items {
                    self.part_of_trait(part, &path, on);
                }
                self.homes.entry(home).or_insert(path);
            }
            _ => {}
        }
    }

    fn part_of_trait(&mut self, part: &TraitItem, path: &str, on: &[String]) {
        match part {
            TraitItem::Fn(part) => {
                let provided = if part.default.is_some() { " provided" } else { "" };
                let what = format!("{}{provided}", signature(&part.sig));
                self.line_with_docs(path, &part.sig.ident.to_string(), &what, on, true, &docs(&part.attrs));
            }
            TraitItem::Const(part) => {
                let provided = if part.default.is_some() { " provided" } else { "" };
                self.line(
                    path,
                    &part.ident.to_string(),
                    &format!("const: {}{provided}", type_text(&part.ty)),
                    on,
                );
            }
            TraitItem::Type(part) => self.line(path, &part.ident.to_string(), "type", on),
            _ => {}
        }
    }

    fn line(&mut self, at: &str, name: &str, what: &str, on: &[String]) {
        self.line_with_docs(at, name, what, on, false, "");
    }

    fn line_with_docs(
        &mut self,
        at: &str,
        name: &str,
        what: &str,
        on: &[String],
        is_function: bool,
        docs: &str,
    ) {
        let path = join(at, name);
        let joint = if name.is_empty() { "" } else { " " };
        let mut on = on.to_vec();
        on.dedup();
        let on: String = on.iter().map(|condition| format!(" if {condition}")).collect();
        let line = format!("{path}{joint}{what}{on}");
        self.items.push(PublicItem { path, line, is_function, docs: docs.to_owned() });
    }
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() || name.is_empty() { format!("{at}{name}") } else { format!("{at}::{name}") }
}

/// A value that is a literal: others follow from them.
fn value(expression: &syn::Expr) -> String {
    match expression {
        syn::Expr::Lit(literal) => format!(" = {}", literal.to_token_stream()),
        _ => String::new(),
    }
}

/// The path before a name in a `use`, if it is there.
fn leads_to(tree: &UseTree, name: &str) -> Option<Vec<String>> {
    match tree {
        UseTree::Path(step) => {
            let rest = leads_to(&step.tree, name)?;
            Some([vec![step.ident.to_string()], rest].concat())
        }
        UseTree::Group(group) => group.items.iter().find_map(|tree| leads_to(tree, name)),
        UseTree::Name(last) if last.ident == name => Some(Vec::new()),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => None,
    }
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string()).filter(|name| name != "_")
}
