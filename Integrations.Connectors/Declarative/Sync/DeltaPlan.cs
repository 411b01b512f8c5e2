using System.Text.Json;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Sync;

/// <summary>The vendor's own token for what changed since it was given.</summary>
/// <param name="At">Where the last page of an answer has it.</param>
/// <param name="Parameter">Where an address stands there, the parameter of it that is the token; null for a token.</param>
/// <param name="First">What is sent before there is one; null for nothing.</param>
/// <param name="OnEveryPage">Whether it is sent with the position of a further page as well; else that stands for it.</param>
/// <param name="GoneStatus">Refusals that mean that the vendor does not know the token any more.</param>
internal sealed record DeltaPlan(ValuePath At, string? Parameter, string? First, bool OnEveryPage, IReadOnlyList<int> GoneStatus)
{
    /// <summary>The token of an answer; null when it has none.</summary>
    public string? Of(JsonElement answer)
    {
        var text = At.First(answer)?.TextOrNumber();
        return (Parameter is null || text is null ? text : PagingPlan.QueryOf(text, Parameter)) is { } token && IsToken(token) ? token : null;
    }

    public static bool IsToken(string text) => text.Length is > 0 and <= 4_000 && text.All(c => c is >= ' ' and <= '~');
}
