using System.Text.Json.Nodes;

namespace Integrations.Client.Generator;

/// <summary>What goes into the path, the query or a header.</summary>
/// <param name="Place"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record ApiParameter(string Name, string Place, bool IsRequired, JsonObject Schema, string? Description)
{
    /// <summary>As a C# parameter: <c>ifMatch</c> for <c>If-Match</c>.</summary>
    public string Variable => CSharp.Camel(Name);
}
