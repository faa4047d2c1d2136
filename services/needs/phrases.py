"""What the needs service says when it refuses."""

from services.chassis.refusal import Phrases

PHRASES: Phrases = {
    "wrong-state": (
        "需求目前为“{status}”（{state}），不能这样处理。",
        "The need is “{state}” ({status}) now, so this cannot be done.",
    ),
    "budget-reversed": (
        "预算下限 {low} 万元高于上限 {high} 万元。",
        "The budget's lower end {low} is above its upper end {high} (ten thousand yuan).",
    ),
    "text-too-short": (
        "请说明具体需求，至少 {least} 个字，例如设备种类、数量和希望解决的问题。",
        "Describe the need in at least {least} characters: equipment, quantities, the problem to solve.",
    ),
    "work-items-missing": ("园区需求请至少选择一项建设内容。", "A park's need names at least one work item."),
    "work-items-not-park": ("建设内容只适用于园区需求。", "Work items belong to parks' needs only."),
}
