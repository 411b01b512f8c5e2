using Integrations.Core.Catalog;

namespace Integrations.Web.Features.Palette;

/// <summary>One line of the command palette: what it is, where, and what comes of choosing it.</summary>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Icon">A name of <see cref="Components.Shared.Glyph"/>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Detail">What tells it from others of that name; null for nothing.</param>
/// <param name="Address">Where it leads; null where <paramref name="Connects"/> says what is done.</param>
/// <param name="Connects">The provider whose connecting it begins.</param>
public sealed record PaletteHit(string Group, string Icon, string Title, string? Detail, string? Address, CatalogEntry? Connects = null);
