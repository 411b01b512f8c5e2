using System.Globalization;
using Integrations.Primitives;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Integrations.Web.Components.Shared;

/// <summary>A sentence whose values stand out; each language has its own order of them.</summary>
public sealed class Emphasized : ComponentBase
{
    /// <summary>A translated text with places, <c>"{0} of {1}"</c>.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<object?> Values { get; set; } = [];

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var rest = Text.AsSpan();
        for (int start; (start = rest.IndexOf('{')) >= 0; rest = rest[(start + 3)..])
        {
            builder.AddContent(0, rest[..start].ToString());
            builder.OpenElement(1, "strong");
            builder.AddContent(2, TextDirection.Isolate(string.Create(CultureInfo.InvariantCulture, $"{Values[rest[start + 1] - '0']}")));
            builder.CloseElement();
        }

        builder.AddContent(3, rest.ToString());
    }
}
