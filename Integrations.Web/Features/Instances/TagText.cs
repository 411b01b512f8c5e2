using Integrations.Core.Instances;

namespace Integrations.Web.Features.Instances;

/// <summary>Tags as a person writes them: with commas between them.</summary>
internal static class TagText
{
    /// <summary>More than the most tags need, so that the service says what is wrong.</summary>
    public const int MaxLength = 2 * InstanceTag.MostOfAnIntegration * InstanceTag.NameMaxLength;

    public static string Of(IEnumerable<string> tags) => string.Join(", ", tags);

    public static IReadOnlyList<string> Read(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
