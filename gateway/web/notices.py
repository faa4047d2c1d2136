"""What a page says after a form was taken; the address carries only the short name."""

from collections.abc import Mapping

DONE: Mapping[str, str] = {
    "signed-out": "已退出。",
    "need-saved": "已保存。",
    "need-submitted": "已提交审核。审核通过后公开，退回时会写明要补什么。",
    "need-published": "已发布，匹配结果几秒内出现。",
    "need-returned": "已退回，对方会看到你写的原因。",
    "need-withdrawn": "已撤回为草稿，不再公开。",
    "need-renewed": "已续期 180 天。",
    "need-talks": "已记为洽谈中。",
    "need-closed": "已办结。",
    "edition-created": "已新建，可以导入名单或逐条录入。",
    "edition-published": "目录已发布，查找和匹配即刻使用这一版。",
    "entry-admitted": "已列入。",
    "entry-withdrawn": "已移出，匹配结果几秒内更新。",
    "renewal-decided": "已记下每一条的去留。",
    "conference-created": "已新建，请依次填写时间、洽谈桌和参会方。",
    "conference-saved": "已保存。",
    "party-added": "已加入参会方。",
    "parties-invited": "已按公开的需求和在册条目邀请参会方。",
    "run-cancelled": "已停止。",
    "plan-proposed": "已交参会方征求意见，各方能看到自己的洽谈安排。",
    "plan-published": "名单已发布。",
    "search-saved": "已关注。有新的条目符合时，这里和工作台会提示。",
    "search-dropped": "已不再关注。",
    "found-seen": "已标为看过。",
    "request-asked": "已发起对接，对方 7 天内答复。",
    "request-accepted": "已接受。",
    "request-declined": "已谢绝。",
    "request-withdrawn": "已撤回。",
}
