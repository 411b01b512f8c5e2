using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Search;

/// <summary>How long searches take. Section <c>Search</c>; a wrong value stops the start.</summary>
public sealed class SearchOptions
{
    /// <summary>Where the setting stands: <c>Search:Deadline</c>.</summary>
    public const string Section = "Search";

    /// <summary>When a search over all integrations answers with what it has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);
}
