//! What the page of the API's document shows.

/// A thing that can be asked of the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiOperation {
    /// Such as `POST`.
    pub method: String,
    /// Such as `/api/v1/requests/{id}`.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// Parameters: name, where it stands, whether it must be there, what it is.
    pub parameters: Vec<ApiField>,
    /// The name of the body's schema.
    pub body: Option<String>,
    /// Statuses, and the schema of the answer where it has one.
    pub answers: Vec<(String, String, Option<String>)>,
}

/// A parameter, or a field of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiField {
    /// Its name.
    pub name: String,
    /// Its type, such as `integer` or `array of Grant`; of a parameter, where it stands as well.
    pub kind: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it is.
    pub description: String,
}

/// A schema by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiSchema {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its fields; none for a list of words.
    pub fields: Vec<ApiField>,
    /// The words it can be.
    pub words: Vec<String>,
}

/// The document, as the page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiDocument {
    /// Its version.
    pub version: String,
    /// How to begin, as paragraphs.
    pub introduction: Vec<String>,
    /// Operations by what they are about.
    pub groups: Vec<(String, Vec<ApiOperation>)>,
    /// Schemas by name.
    pub schemas: Vec<ApiSchema>,
}
