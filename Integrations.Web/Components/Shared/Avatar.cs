using Integrations.Primitives;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Components.Shared;

/// <summary>A person as a disc with their initials. Its colour follows from the name, so that it is the same on each page; names stand beside it.</summary>
internal static class Avatar
{
    /// <summary>How many there are; AvatarColors gives each a ground and a letter colour for both palettes.</summary>
    public const int Colors = 8;

    private const int Faces = 3;

    /// <param name="name">As it is shown; may be anything, also nothing.</param>
    /// <param name="look">A class more, such as <c>small</c>.</param>
    public static RenderFragment Of(string? name, string? look = null) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", $"avatar avatar-{ColorOf(name)}{(look is null ? "" : $" {look}")}");
        builder.AddAttribute(2, "aria-hidden", "true");
        builder.AddContent(3, TextMatch.Initials(name));
        builder.CloseElement();
    };

    /// <summary>The disc with the name beside it, for cells and facts.</summary>
    /// <param name="name">As it is shown; its direction of writing is its own.</param>
    public static RenderFragment Named(string? name) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "with-tile");
        builder.AddContent(2, Of(name, "small"));
        builder.OpenElement(3, "span");
        builder.OpenElement(4, "bdi");
        builder.AddContent(5, name);
        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
    };

    /// <summary>Several people as discs over each other, before a text that names them.</summary>
    public static RenderFragment Several(IEnumerable<string> names) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "faces");
        builder.AddAttribute(2, "aria-hidden", "true");
        foreach (var name in names.Take(Faces))
        {
            builder.AddContent(3, Of(name, "small"));
        }

        builder.CloseElement();
    };

    /// <summary>0 to 7: the same name, however it is composed and cased, has the same. No hash of the runtime's own: those differ between processes.</summary>
    internal static int ColorOf(string? name)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in TextMatch.Canonical((name ?? "").Trim()).ToUpperInvariant())
        {
            hash = unchecked((hash ^ letter) * 16_777_619u);
        }

        return (int)(hash % Colors);
    }
}
