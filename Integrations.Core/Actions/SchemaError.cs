namespace Integrations.Core.Actions;

/// <param name="Field">A path such as <c>people[2].email</c>; <c>parameters</c> for the whole.</param>
/// <param name="Message">A sentence that names the field and the rule.</param>
internal sealed record SchemaError(string Field, string Message);
