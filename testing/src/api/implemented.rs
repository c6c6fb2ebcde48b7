//! What is implemented for the types of a listing: methods, constants and traits.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, ItemImpl};

use super::spelled::{docs, generics, is_hidden, is_public, marks, signature, spaced, type_text};
use super::tree::{Module, conditions};
use super::{Listing, leads_to, name_of, value};

impl<'t> Listing<'t> {
    /// Lists what is implemented for the types that are listed, and macros: these are found at the root, wherever they stand.
    pub(super) fn implementations(&mut self) {
        for module in self.tree.all() {
            for (item, condition) in &module.items {
                match item {
                    Item::Impl(item) => {
                        self.implementation(module, item, &[&module.condition, &condition[..]].concat());
                    }
                    Item::Macro(item) if is_exported(&item.attrs) && !is_hidden(&item.attrs) => {
                        let name = item.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                        let condition = [&module.condition, &condition[..]].concat();
                        self.line_with_docs("", &name, "macro", &condition, false, &docs(&item.attrs));
                    }
                    _ => {}
                }
            }
        }
    }

    fn implementation(&mut self, module: &'t Module, item: &ItemImpl, on: &[String]) {
        let syn::Type::Path(of) = &*item.self_ty else { return };
        let Some(name) = of.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
        let Some(path) = self.home_of(module, &name) else { return };
        if let Some((of_trait, _)) = &item.trait_ {
            // One that only this crate knows is of no use to others.
            let own = of_trait.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            if self.is_own_trait(&own) && !self.homes.keys().any(|(_, name)| *name == own) {
                return;
            }
            let (parameters, bounds) = generics(&item.generics);
            let text = spaced(&of_trait.to_token_stream().to_string());
            let whole = type_text(&item.self_ty);
            return self.line(&path, "", &format!(" impl{parameters} {text} for {whole}{bounds}"), on);
        }
        let arguments =
            of.path.segments.last().map(|segment| segment.arguments.to_token_stream().to_string());
        // Methods of some of its forms only say of which.
        let arguments = arguments.filter(|text| !text.is_empty() && item.generics.params.is_empty());
        let of = arguments.map(|text| format!(" of {name}{}", spaced(&text))).unwrap_or_default();
        for part in &item.items {
            match part {
                ImplItem::Fn(part) if is_public(&part.vis) && !is_hidden(&part.attrs) => {
                    let what = format!("{}{}{of}", signature(&part.sig), marks(&part.attrs));
                    let condition = [on, &conditions(&part.attrs)].concat();
                    let name = part.sig.ident.to_string();
                    self.line_with_docs(&path, &name, &what, &condition, true, &docs(&part.attrs));
                }
                ImplItem::Const(part) if is_public(&part.vis) => {
                    let what = format!("const: {}{}", type_text(&part.ty), value(&part.expr));
                    self.line(&path, &part.ident.to_string(), &what, on);
                }
                _ => {}
            }
        }
    }

    fn is_own_trait(&self, name: &str) -> bool {
        let is_it = |(item, _): &(Item, _)| matches!(item, Item::Trait(item) if item.ident == name);
        self.tree.all().iter().any(|module| module.items.iter().any(is_it))
    }

    /// Where the type is listed that a module calls by this name.
    fn home_of(&self, module: &'t Module, name: &str) -> Option<String> {
        let here = (module.path.clone(), name.to_owned());
        if let Some(home) = self.homes.get(&here) {
            return Some(home.clone());
        }
        let is_declared_here = module.items.iter().any(|(item, _)| name_of(item).as_deref() == Some(name));
        let homes: BTreeSet<&String> =
            self.homes.iter().filter(|((_, other), _)| other == name).map(|(_, home)| home).collect();
        match homes.len() {
            1 if !is_declared_here => homes.into_iter().next().cloned(),
            0 | 1 => None,
            // Of several, the one that is imported.
            _ => module.items.iter().find_map(|(item, _)| {
                let Item::Use(item) = item else { return None };
                let from = self.resolved(module, &leads_to(&item.tree, name)?)?;
                self.homes.get(&(from.path.clone(), name.to_owned())).cloned()
            }),
        }
    }
}

fn is_exported(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("macro_export"))
}
