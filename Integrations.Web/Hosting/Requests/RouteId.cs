namespace Integrations.Web.Hosting.Requests;

/// <summary>
/// An id in an address. A text that is no id is the id of nothing, so that it is answered like every other id that does not
/// exist: by the surface's own "not found".
/// </summary>
internal readonly record struct RouteId(Guid Value)
{
    public static implicit operator Guid(RouteId id) => id.Value;

    public static bool TryParse(string? text, out RouteId id)
    {
        id = new RouteId(Guid.TryParseExact(text, "D", out var value) ? value : Guid.Empty);
        return true;
    }
}
