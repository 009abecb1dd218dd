/** The version of package.json, for user agents and the API document. A test keeps the two the same. */
export const version = "0.1.0";
