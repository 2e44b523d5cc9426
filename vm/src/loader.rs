//! Class loaders: where classes come from and how they become [`Klass`](crate::class::Klass)es.

pub mod arrays;
pub mod boot;
pub mod classpath;
pub mod data;
pub mod define;
pub mod jimage;
pub mod load;
pub mod mirrors;
