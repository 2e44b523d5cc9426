//! Class loaders: where classes come from and how they become [`Klass`](crate::class::Klass)es.

pub mod arrays;
pub mod boot;
pub mod data;
pub mod define;
pub mod load;
pub mod mirrors;
