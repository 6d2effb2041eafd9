//! Derives `ground::tree::FromTree`: how a browser reads what serde's `Serialize` has written of the same type, by the same attributes.
//!
//! Of those it knows `rename`, `rename_all = "lowercase"` of an enum, and `transparent` of a newtype. Another one does not build: it would be
//! written and not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DataEnum, DeriveInput, Error, Fields, LitStr, Result, ext::IdentExt, parse_quote};

/// Derives `FromTree`.
#[proc_macro_derive(FromTree, attributes(serde))]
pub fn from_tree(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derived(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn derived(input: &DeriveInput) -> Result<TokenStream> {
    let said = Said::of(&input.attrs)?;
    let is_enum = matches!(input.data, Data::Enum(_));
    let is_newtype = matches!(&input.data, Data::Struct(data) if matches!(&data.fields, Fields::Unnamed(all) if all.unnamed.len() == 1));
    if said.name.is_some() || (said.lowercase && !is_enum) || (said.transparent && !is_newtype) {
        return Err(Error::new_spanned(
            &input.ident,
            "an attribute of serde that FromTree does not know here (app/tree)",
        ));
    }
    let body = match &input.data {
        Data::Struct(data) => made(&quote!(Self), &data.fields, &quote!(tree))?,
        Data::Enum(data) => chosen(data, said.lowercase)?,
        Data::Union(_) => return Err(Error::new_spanned(&input.ident, "serde writes no union")),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::ground::tree::FromTree));
    }
    let (parameters, arguments, bounds) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #parameters ::ground::tree::FromTree for #name #arguments #bounds {
            fn from_tree(tree: ::ground::tree::Tree<'_>, fault: &::ground::tree::Fault) -> Self {
                #body
            }
        }
    })
}

/// One of an enum: the text of its name, or a map from that to what it holds.
fn chosen(data: &DataEnum, lowercase: bool) -> Result<TokenStream> {
    let (mut names, mut arms) = (Vec::new(), Vec::new());
    for (place, variant) in data.variants.iter().enumerate() {
        let ident = &variant.ident;
        let name = ident.unraw().to_string();
        let own = if lowercase { name.to_lowercase() } else { name };
        names.push(renamed(&variant.attrs)?.unwrap_or(own));
        let value = made(&quote!(Self::#ident), &variant.fields, &quote!(content))?;
        // The first is what stands there where none was read.
        arms.push(if place == 0 { quote!(_ => #value) } else { quote!(#place => #value) });
    }
    arms.rotate_left(1);
    Ok(quote! {
        let (place, content) = tree.variant(&[#(#names),*], fault);
        match place { #(#arms,)* }
    })
}

/// What is made of the fields that stand in `tree`.
fn made(path: &TokenStream, fields: &Fields, tree: &TokenStream) -> Result<TokenStream> {
    Ok(match fields {
        Fields::Unit => quote!({
            let _ = #tree;
            #path
        }),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            quote!(#path(::ground::tree::FromTree::from_tree(#tree, fault)))
        }
        Fields::Unnamed(fields) => {
            let (count, reads) = (fields.unnamed.len(), fields.unnamed.iter().map(|_| quote!(items.read())));
            quote!({
                let mut items = #tree.items(#count, fault);
                #path(#(#reads),*)
            })
        }
        Fields::Named(fields) => {
            let mut reads = Vec::new();
            for field in &fields.named {
                if let Some(ident) = &field.ident {
                    let name = renamed(&field.attrs)?.unwrap_or_else(|| ident.unraw().to_string());
                    reads.push(quote!(#ident: fields.read(#name)));
                }
            }
            quote!({
                let mut fields = #tree.fields(fault);
                #path { #(#reads),* }
            })
        }
    })
}

/// The name that serde is told to write for a field or a variant.
fn renamed(attributes: &[Attribute]) -> Result<Option<String>> {
    let said = Said::of(attributes)?;
    match attributes.first() {
        Some(first) if said.lowercase || said.transparent => {
            Err(Error::new_spanned(first, "of serde's attributes FromTree knows here `rename` alone (app/tree)"))
        }
        _ => Ok(said.name),
    }
}

/// What serde's attributes say.
#[derive(Default)]
struct Said {
    name: Option<String>,
    lowercase: bool,
    transparent: bool,
}

impl Said {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    said.name = Some(meta.value()?.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("rename_all") && meta.value()?.parse::<LitStr>()?.value() == "lowercase" {
                    said.lowercase = true;
                } else if meta.path.is_ident("transparent") {
                    said.transparent = true;
                } else {
                    return Err(meta.error("FromTree does not know this attribute of serde (app/tree)"));
                }
                Ok(())
            })?;
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_written_and_not_be_read_does_not_build() {
        let may: [DeriveInput; 2] = [
            parse_quote!(
                struct It {
                    #[serde(rename = "at")]
                    place: u32,
                }
            ),
            parse_quote!(
                #[serde(rename_all = "lowercase")]
                enum It {
                    One,
                    Of(u32),
                }
            ),
        ];
        let may_not: [DeriveInput; 8] = [
            parse_quote!(
                #[serde(rename_all = "snake_case")]
                enum It {
                    One,
                }
            ),
            parse_quote!(
                #[serde(tag = "kind")]
                enum It {
                    One,
                }
            ),
            parse_quote!(
                struct It {
                    #[serde(skip)]
                    place: u32,
                }
            ),
            parse_quote!(
                struct It {
                    #[serde(default)]
                    place: u32,
                }
            ),
            parse_quote!(
                #[serde(transparent)]
                struct It {
                    place: u32,
                }
            ),
            parse_quote!(
                #[serde(rename_all = "lowercase")]
                struct It {
                    Place: u32,
                }
            ),
            parse_quote!(
                enum It {
                    #[serde(rename_all = "lowercase")]
                    Of { Place: u32 },
                }
            ),
            parse_quote!(
                #[serde(rename = "Other")]
                struct It {
                    place: u32,
                }
            ),
        ];
        assert!(may.iter().all(|input| derived(input).is_ok()));
        assert!(may_not.iter().all(|input| derived(input).is_err()));
    }
}
