namespace Integrations.Connectors.Declarative.Plans;

/// <summary>How a listing goes on behind a page.</summary>
/// <param name="Position">Of the next page; null where there is none, or where it cannot be asked for.</param>
/// <param name="Problem">Why the listing goes on and cannot be followed, as the end of a sentence about the vendor; null when it can, and after the last page.</param>
internal readonly record struct NextPlace(string? Position, string? Problem = null)
{
    /// <summary>That was the last page.</summary>
    public static NextPlace None => new(null);

    /// <summary>The vendor took no notice of the position, or names the same again and again.</summary>
    public static NextPlace Same => new(null, "names the same page as the next one again");

    /// <summary>There is more, and no position of it.</summary>
    public static NextPlace Unsaid => new(null, "says that there is more, and not where it goes on");

    /// <summary>A position that no request can carry: too long, or with signs that are none of a position.</summary>
    public static NextPlace Unknown => new(null, "says where it goes on in a form that cannot be asked for");

    /// <summary>Other positions, and the same things behind them.</summary>
    public static NextPlace Repeated => new(null, "gives the same page again for the next place");
}
