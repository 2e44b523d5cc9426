//! Class loaders: where classes come from and how they become [`Klass`](crate::class::Klass)es.

pub mod annotations;
pub mod arrays;
pub mod boot;
mod build;
pub mod classpath;
pub mod constraints;
pub mod data;
pub mod define;
pub mod describe;
mod hidden;
mod in_progress;
pub mod jimage;
mod layout;
pub mod load;
mod members;
pub mod mirrors;
pub mod modules;
mod register;
pub mod room;
mod supers;
pub mod unload;
mod vtable;
