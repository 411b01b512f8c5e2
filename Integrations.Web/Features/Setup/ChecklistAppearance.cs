using Integrations.Core.Setup;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Setup;

/// <summary>How a line's state looks and is named.</summary>
internal static class ChecklistAppearance
{
    public static Tone ToneOf(ChecklistState state) => state switch
    {
        ChecklistState.Done => Tone.Ok,
        ChecklistState.Attention => Tone.Warn,
        ChecklistState.Wrong => Tone.Bad,
        _ => Tone.Off,
    };

    public static string NameOf(ChecklistState state) => state switch
    {
        ChecklistState.Done => Text.T("Done"),
        ChecklistState.Info => Text.T("Good to know"),
        ChecklistState.Open => Text.T("To do"),
        ChecklistState.Attention => Text.T("Look at it"),
        _ => Text.T("Wrong"),
    };
}
