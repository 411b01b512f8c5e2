using Integrations.Primitives;

namespace Integrations.Web.Api.Automation;

/// <summary>003's envelope of lists that go on.</summary>
internal sealed record AutomationPage<T>(bool Success, IReadOnlyList<T> Data, AutomationPagination Pagination)
{
    public static AutomationPage<T> Of<TRow>(CursorPage<TRow> page, Func<TRow, T> map) =>
        new(true, [.. page.Items.Select(map)], new AutomationPagination(page.NextCursor, page.HasMore));
}
