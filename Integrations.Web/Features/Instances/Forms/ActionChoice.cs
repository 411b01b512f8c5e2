using System.Text.Json;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>One value that a field can have.</summary>
/// <param name="Value">What the form keeps.</param>
/// <param name="Words">What people read.</param>
/// <param name="Json">What is sent; undefined for what the field's own type makes of the text.</param>
public sealed record ActionChoice(string Value, string Words, JsonElement Json);
