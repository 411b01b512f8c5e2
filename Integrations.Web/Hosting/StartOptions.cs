using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting;

/// <summary>How the program starts. Section <c>Start</c>.</summary>
internal sealed class StartOptions
{
    public const string Section = "Start";

    /// <summary>
    /// How long work in the background leaves the processor to the first requests; between one and two times as long, each loop by
    /// itself. Work that arrives meanwhile is done at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BackgroundAfter { get; set; } = TimeSpan.FromSeconds(2);
}
