using System.Text.Json.Nodes;

namespace Integrations.Client.Generator;

/// <summary>One method of one path.</summary>
/// <param name="Method">In capitals: <c>GET</c>.</param>
/// <param name="Name">The client's method without <c>Async</c>.</param>
/// <param name="Body">Null when nothing is sent; without schema when anything is.</param>
/// <param name="IsBodyRequired">False lets the body be left out.</param>
/// <param name="Answer">What a good answer is.</param>
internal sealed record ApiOperation(
    Surface Surface, string Tag, string Method, string Path, string Name, IReadOnlyList<ApiParameter> Parameters, JsonObject? Body, bool IsBodyRequired, ApiAnswer Answer)
{
    public string? Summary { get; init; }

    public string? Description { get; init; }
}
