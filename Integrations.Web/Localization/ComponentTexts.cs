using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Integrations.Web.Localization;

/// <summary>What the component library's own controls say, in the language of who looks. For the rest it has English of its own.</summary>
internal sealed class ComponentTexts : MudLocalizer
{
    public override LocalizedString this[string key] => Say(key) is { } text ? new(key, text) : new(key, key, resourceNotFound: true);

    private static string? Say(string key) => key switch
    {
        "MudAlert_Close" or "MudDialog_Close" or "MudSnackbar_Close" or "MudChip_Close" => Text.T("Close"),
        "MudInput_Clear" => Text.T("Clear"),
        "MudBaseDatePicker_Open" => Text.T("Choose a day"),
        "MudTimePicker_Open" => Text.T("Choose a time"),
        "MudBaseDatePicker_NextMonth" => Text.T("Next month"),
        "MudBaseDatePicker_PrevMonth" => Text.T("Previous month"),
        "MudBaseDatePicker_NextYear" => Text.T("Next year"),
        "MudBaseDatePicker_PrevYear" => Text.T("Previous year"),
        "MudBreadcrumbs_Label" => Text.T("Breadcrumb"),
        _ => null,
    };
}
