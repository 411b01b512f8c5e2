using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Search;

public sealed class SearchOptions
{
    public const string Section = "Search";

    /// <summary>When a search over all integrations answers with what it has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);
}
