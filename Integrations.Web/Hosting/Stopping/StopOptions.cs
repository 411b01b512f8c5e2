using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.Stopping;

/// <summary>How the program stops. Section <c>Stop</c>.</summary>
internal sealed class StopOptions
{
    public const string Section = "Stop";

    /// <summary>How long it serves on after readiness went off, so that proxies notice first. In Development it is zero unless it is set.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(5);
}
