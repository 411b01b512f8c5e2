using Integrations.Core.Bulk;

namespace Integrations.Web.Api.Platform;

internal static class BatchNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static BatchAction? ParseAction(string? text) => Parse<BatchAction>(text);

    public static BatchItemStatus? ParseStatus(string? text) => Parse<BatchItemStatus>(text);

    // By name alone: the built-in parser takes numbers as well.
    private static T? Parse<T>(string? text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == text)
            {
                return value;
            }
        }

        return null;
    }
}
